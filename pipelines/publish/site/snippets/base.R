states <- read.csv("data/states.csv", colClasses = "character", na.strings = "", encoding = "UTF-8")
states[states$state_name == "Namibia", ]
