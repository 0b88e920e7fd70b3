library(readr)

statements <- read_csv("data/statements.csv")
table(statements$state_name)
