// Package claim reads what a Markdown document says to botec: its scenarios, the
// figures that it claims, and the generated blocks between its markers. It says whether
// they hold, and what the blocks should say.
//
// A scenario is a fence with the info string "yaml botec", or the file that a marker
// names. A claim is a full reference link whose label starts with "=":
//
//	Readers send [~12K requests/s][=rps] on average.
//
// A block stands between two markers, each on a line of its own:
//
//	<!-- botec -->
//	…tables, and one link definition for each claim…
//	<!-- /botec -->
//
// Positions come from goldmark; what is a claim is ours, and so are the rows of tables:
// goldmark's extensions would cost every command their start-up.
package claim
