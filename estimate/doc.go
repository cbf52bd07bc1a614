// Package estimate compiles a scenario to one graph of named formulas and reads that
// graph: evaluating, explaining, rounding as on paper, and judging expectations.
//
// The way of a value: a Scenario holds what a file says, field by field, as parsed
// expressions with their places (package spec fills it). Compile turns the fields
// and the standard formulas into a Model, checks every dimension and refuses cycles.
// Model.Report evaluates the model and lists the results, with assumptions,
// verdicts and doubts; Model.Explain gives one result with all that it came from.
//
// Values are in base units (bytes, seconds, units of currency) from the file to the
// report; nothing here prints, opens files or knows the time of day.
package estimate
