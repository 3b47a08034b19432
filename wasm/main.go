//go:build js && wasm

// Command wasm is the program of the page: it hands its functions to the
// element's host script and then waits to be called.
package main

import "handshake101/wasm/glue"

func main() { glue.Run() }
