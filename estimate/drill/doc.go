// Package drill makes questions for practising estimation, reads answers as people type
// them, grades them by order of magnitude, names the slip behind a wrong one, and shows
// the worked solution.
//
// A question is a scenario and the name of one of its quantities: the truth, the value
// of each known slip and every line of the solution are read from the scenario's graph,
// so a drill cannot disagree with `botec run`. The figures that people can work with in
// their heads come from the same graph too, evaluated on a napkin with a calendar that
// is easy to divide by.
//
// The way of a session: Plan draws its questions; Question.Parse reads an answer,
// Question.Grade judges it; Progress keeps, from the answers of earlier sessions, which
// skills are due and which are weak. Nothing here reads input, prints, knows the time or
// has a state: the same arguments give the same bytes, on any number of cores.
package drill
