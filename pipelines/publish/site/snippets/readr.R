library(readr)

# Codes are text: 032 keeps its zero.
statements <- read_csv("data/statements.csv", col_types = cols(articles = col_character()))
table(statements$state_name)
