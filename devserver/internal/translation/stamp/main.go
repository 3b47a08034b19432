// Command stamp writes the hash of the English text into each "of:" line of
// the Japanese catalogues. Run it after a translation has been looked at:
//
//	go run ./devserver/internal/translation/stamp [file.txt …]
//
// Without files it only lists what is missing or stale. It is run from the top
// of the project.
package main

import (
	"fmt"
	"os"
	"strings"

	"handshake101/devserver/internal/translation"
	"handshake101/handshake"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "stamp:", err)
		os.Exit(1)
	}
}

func run(files []string) error {
	sources, err := translation.Sources("handshake", "wasm/page")
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := stamp(file, sources); err != nil {
			return err
		}
	}
	data, err := translation.Read("web/lang/ja")
	if err != nil {
		return err
	}
	ja, err := handshake.ParseLanguage("ja", data)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if !ja.Has(s.Key) {
			fmt.Println("missing", s.Key, "("+s.Where+")")
		}
	}
	for _, section := range translation.Sections(data) {
		switch want, err := translation.Hash(section, sources); {
		case err != nil:
			fmt.Println("left over", err)
		case want != section.Of:
			fmt.Println("stale", section.ID)
		}
	}
	return nil
}

// stamp rewrites the "of:" line of each section of a file, or puts one in.
func stamp(file string, sources []translation.Source) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	sections := translation.Sections(data)
	var out []string
	for _, line := range strings.Split(string(data), "\n") {
		if strings.HasPrefix(line, "of:") {
			continue
		}
		out = append(out, line)
		if strings.HasPrefix(line, "[") {
			hash, err := translation.Hash(sections[0], sources)
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			sections = sections[1:]
			out = append(out, "of: "+hash)
		}
	}
	return os.WriteFile(file, []byte(strings.Join(out, "\n")), 0o644)
}
