"""What a text sets down besides its clauses: targets, deadlines, responsible units, citations, dates."""
