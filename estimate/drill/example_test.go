package drill_test

import (
	"fmt"

	"botec/estimate/drill"
)

func Example() {
	q, _ := drill.New(drill.ID{Kind: drill.Bandwidth, Level: 2, Seed: 7, Index: 0})
	fmt.Println(q.Text)
	for _, text := range []string{"90 Gbps", "80 Gbit/s", "12 GB/s", "12 Gbit/s", "2.2 Tbit/s"} {
		a, _ := q.Parse(text)
		fmt.Printf("%s, read as %s: %s\n", text, a.Echo, q.Grade(a, 0))
	}
	for _, s := range q.Solution() {
		fmt.Println("|", s.Text, "|", s.Margin, "|")
	}
	// Output:
	// A chat has 500M daily users. Each makes 10 syncs a day. Each returns 200 KB. How many bits a second go out on average?
	// 90 Gbps, read as 90 Gbps: bull's eye
	// 80 Gbit/s, read as 80 Gbit/s: good: that is 14% low
	// 12 GB/s, read as 12 GB/s: bull's eye
	// 12 Gbit/s, read as 12 Gbit/s: off by one order: that is 7.7x low: bits for bytes?
	// 2.2 Tbit/s, read as 2.2 Tbit/s: wrong: that is 24x high: divided by 3,600 rather than 86,400?
	// | sync = dau 500M × per_user 10/day = 50K/s | day = 10^5 s (13.6% low) |
	// | egress = sync 50K/s × sync.response 200 KB = 80 Gbit/s | a byte is 8 bits |
	// | exactly 92.6 Gbit/s; by head 80 Gbit/s, 14% low |  |
	// | sanity: about 9 links of 10 Gbit/s |  |
}
