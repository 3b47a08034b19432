// The linters of `make lint`, apart from the project's own go.mod: whoever runs
// the page does not fetch them. jsguard asks for an x/tools that cannot read what
// this Go compiles; the newer one here can.
module handshake101/ci/tools

go 1.26.0

tool (
	github.com/hack-pad/safejs/jsguard/cmd/jsguard
	honnef.co/go/tools/cmd/staticcheck
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/hack-pad/safejs v0.1.1 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/sync v0.23.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)
