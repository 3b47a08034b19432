// Run measures all peers and writes the tables: `make peers`.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"handshake101/devserver/peers"
)

func main() {
	only := flag.String("only", "", "measure these peers, separated by commas; the rest of the table stays")
	requests := flag.Bool("requests", false, "only capture what clients send, into handshake/testdata/clients.case")
	table := flag.Bool("browsers", false, "only measure what browsers do with the responses of devserver/peers/testdata/browsers.txt")
	clients := flag.Bool("clients", false, "only measure what clients and browsers do with the catalogue's responses")
	freshAnswers := flag.Int("fresh-answers", 0, "instead, measure so many new responses in the browsers, and hold the predictions against them")
	words := flag.Bool("words", true, "keep what they say too, which takes most of the time")
	fresh := flag.Int("fresh", 0, "instead, hold the engine's predictions against so many new requests, and print what was wrong")
	skip := flag.String("skip", "", "and not those with such names: a response that a page does not survive takes a minute")
	unknowns := flag.Bool("unknowns", false, "with -fresh: print what is unknown, too")
	kept := flag.String("hold", "", "hold the predictions against a kept run, such as .cache/fresh-9.txt")
	seed := flag.Uint64("seed", 1, "of the new requests or responses")
	stamp := flag.Bool("stamp", false, "only stamp the Japanese of the judgements as that of its English")
	missing := flag.Bool("missing", false, "measure only what the table does not have yet, such as new cases")
	rows := flag.String("rows", "", "with -browsers: measure only the responses with such names, a regular expression")
	flag.Parse()
	var err error
	switch {
	case *kept != "":
		err = hold(*kept)
	case *freshAnswers > 0:
		err = freshBrowsers(*freshAnswers, *seed, *only)
	case *requests:
		err = capture()
	case *table:
		err = measureBrowsers(*only, *rows, *skip, *missing)
	case *clients:
		err = measureClients(*only, *missing)
	case *fresh > 0:
		err = predict(peers.Fresh(*fresh, *seed), *unknowns)
	default:
		err = run(*only, *words, *stamp, *missing)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(only string, listen, stamp, missing bool) error {
	root, err := peers.Root()
	if err != nil {
		return err
	}
	if stamp {
		for _, file := range []string{peers.ServerJudgements, peers.ClientJudgements} {
			if err := peers.Stamp(filepath.Join(root, "web", "peers", file)); err != nil {
				return err
			}
		}
		return peers.WriteReality(root)
	}
	cases, err := peers.Cases(root)
	if err != nil {
		return err
	}
	err = measure(filepath.Join(root, "web", "peers"), "servers.txt", only, listen, missing, peers.ServerRows(cases), peers.Server, peers.Proxy)
	return errors.Join(err, peers.WriteReality(root))
}

// measure asks all peers of some kinds, two at a time, and writes their table.
func measure(dir, name, only string, listen, missing bool, rows []peers.Row, kinds ...peers.Kind) error {
	file, wordFile := filepath.Join(dir, name), filepath.Join(dir, "words-"+name)
	words := peers.Words{}
	said, err := os.ReadFile(wordFile)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	old, err := peers.ReadTable(file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	t := &peers.Table{Measured: time.Now().UTC().Format(time.DateOnly)}
	byName := map[string]*peers.Row{}
	for i := range rows {
		byName[rows[i].Name()] = &rows[i]
		t.Row(rows[i].Name())
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan bool, 2)
	var failed []string
	for i := range peers.List {
		p := &peers.List[i]
		if !slices.Contains(kinds, p.Kind) {
			continue
		}
		if only != "" && !slices.Contains(strings.Split(only, ","), p.ID) {
			if old != nil {
				t.Take(old, p.ID)
			}
			continue
		}
		version, err := p.Version()
		if err != nil {
			failed = append(failed, fmt.Sprintf("%s: %v", p.ID, err))
			continue
		}
		t.Peers = append(t.Peers, strings.Join([]string{p.ID, string(p.Kind), version, p.Name}, " "))
		wg.Add(1)
		slots <- true
		go func() {
			defer func() { <-slots; wg.Done() }()
			began := time.Now()
			asked := rows
			if missing && old != nil {
				mu.Lock()
				t.Keep(old, p.ID)
				asked = slices.DeleteFunc(slices.Clone(rows), func(r peers.Row) bool { return t.Cells[r.Name()][p.ID] != "" })
				mu.Unlock()
			}
			seen, err := peers.Measure(p, asked, listen)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = append(failed, err.Error())
				return
			}
			for row, s := range seen {
				t.Set(row, p.ID, s.Cell)
				words.Add(p.ID, byName[row], s.Words)
			}
			fmt.Printf("%-12s %-12s %5d cells %6.1f s\n", p.ID, version, len(seen), time.Since(began).Seconds())
		}()
	}
	wg.Wait()
	if err := os.WriteFile(file, []byte(t.String()), 0o644); err != nil {
		return err
	}
	if listen {
		if err := os.WriteFile(wordFile, []byte(peers.JoinWords(string(said), words.Text(rows), missing)), 0o644); err != nil {
			return err
		}
	}
	if failed != nil {
		return fmt.Errorf("not measured:\n%s", strings.Join(failed, "\n"))
	}
	return nil
}

// predict measures new requests, and prints how the engine's predictions did.
func predict(rows []peers.Row, unknowns bool) error {
	for i := range peers.List {
		p := &peers.List[i]
		if p.Kind == peers.Client {
			continue
		}
		if !slices.Contains(peers.Predicted(), p.ID) {
			continue
		}
		seen, err := peers.Measure(p, rows, false)
		if err != nil {
			return err
		}
		s := peers.Compare(p, rows, seen)
		fmt.Printf("%-12s %4d right %3d wrong %3d unknown\n", p.ID, s.Right, s.Wrong, s.Unknown)
		for _, m := range s.Missed {
			fmt.Println(m)
		}
		if unknowns {
			for _, m := range s.Open {
				fmt.Println(m)
			}
		}
	}
	return nil
}
