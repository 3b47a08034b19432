package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"handshake101/devserver/peers"
)

// capture writes what clients really send.
func capture() error {
	root, err := peers.Root()
	if err != nil {
		return err
	}
	all, missing, err := peers.CaptureRequests()
	if err != nil {
		return err
	}
	for _, m := range missing {
		fmt.Println("not captured:", m)
	}
	text := peers.CapturedCases(all, time.Now().UTC().Format(time.DateOnly))
	return os.WriteFile(filepath.Join(root, "handshake", "cases", "clients.case"), []byte(text), 0o644)
}
