"""A generated archive whose families are known, and how well and how cheaply they are found."""
