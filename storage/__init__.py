"""Remembers: tables, migrations, one repository per aggregate; rows never leave."""
