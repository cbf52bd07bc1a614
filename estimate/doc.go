// Package estimate compiles a scenario to one graph of named formulas and reads that
// graph. Running, explaining, rounding as on paper, sampling, comparing, checking,
// searching and drilling are all readers of it: no formula is written twice.
//
// # The way of a value
//
// Package spec reads a file into a [Scenario]: field by field, each an expression with its
// place. [Compile] turns the fields and the standard formulas, one table in the language
// itself, into a [Model]: dimensions are checked, cycles refused, all mistakes collected.
// [Model.Report] evaluates it and lists what came out, with assumptions, verdicts and
// doubts. Package table lays that out as cells, the only place where precision is chosen.
// Values are in base units (bytes, seconds, units of currency) from the file to the
// report; nothing here prints, opens files or knows the time of day.
//
// # How this code is laid out
//
//	scenario, problem, excerpt, visible    what a file says, and what is wrong with it
//	standard                               the standard formulas, one table
//	compile, traffic, holdings, supply,    fields and formulas become quantities
//	blocks
//	scope, settle, field, warn             names, dimensions, ranges, what follows from them
//	model                                  the graph
//	evaluate, frame, integral, amount      values: of one evaluation, or of every trial
//	effort                                 how much work that may be
//	napkin                                 the same, rounded as on paper
//	sample, batch, statistics, spread,     ranges: trials, percentiles, closed forms
//	closed
//	sensitivity, variance, elasticity      which input matters
//	variable, span, steps, axis            a model with an input turned
//	sweep, solve, search, probe            how figures move with it, and where they break
//	report, lines, assumption, explain,    what there is to tell
//	reliability
//	constraint, numeral, prose             expectations and claims, as people write them
//	judge, verdict, bound, remedy, claims  whether they hold, and what would
//	compare                                what a change did
//	calculator, calculator_frame, answer   single expressions
//
// Below it, each with its own manual: unit (quantities), models (mathematics), formula (the
// language). Beside each other above it: spec (YAML), claim (Markdown), drill (practice).
// cmd/botec has one file for each command.
package estimate
