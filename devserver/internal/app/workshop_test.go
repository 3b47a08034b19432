package app

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// check is what one person does with the live lab: open a WebSocket, send a
// message, get it back, fetch the recording.
func (b *bed) check(client *http.Client) error {
	id, began := b.id(), time.Now()
	c, err := net.Dial("tcp", b.addr)
	if err != nil {
		return err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	request := offer("/live/" + id + "/echo")
	if _, err := io.WriteString(c, request); err != nil {
		return err
	}
	want := switched + "\r\n"
	for _, say := range []string{maskedHello, ""} {
		got := make([]byte, len(want))
		if n, err := io.ReadFull(c, got); err != nil || string(got) != want {
			return fmt.Errorf("expected %q, got %q after %v: %v", want, got[:n], time.Since(began), err)
		}
		want = plainHello
		if _, err := io.WriteString(c, say); err != nil {
			return err
		}
	}
	res, err := client.Get("http://" + b.addr + "/live/" + id + "/recording")
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 || !strings.Contains(string(body), `"protocol":"websocket"`) {
		return fmt.Errorf("%s %v", res.Status, err)
	}
	return nil
}

// BenchmarkWorkshop is 300 people who each do a check every 2 seconds, for ten
// rounds. Clients and server share the machine.
func BenchmarkWorkshop(b *testing.B) {
	const people, every, rounds = 300, 2 * time.Second, 10
	bed := start(b, nil)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: people}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var took []time.Duration
	var faults []error
	for b.Loop() {
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				time.Sleep(every * time.Duration(i) / people)
				for tick := time.NewTicker(every); ; <-tick.C {
					began := time.Now()
					err := bed.check(client)
					mu.Lock()
					took = append(took, time.Since(began))
					if err != nil {
						faults = append(faults, err)
					}
					done := len(took) >= people*rounds
					mu.Unlock()
					if done {
						tick.Stop()
						return
					}
				}
			})
		}
		all.Wait()
	}
	slices.Sort(took)
	at := func(share float64) float64 { return took[int(share*float64(len(took)-1))].Seconds() * 1000 }
	b.ReportMetric(at(0.5), "ms-p50")
	b.ReportMetric(at(0.95), "ms-p95")
	b.ReportMetric(at(1), "ms-max")
	b.ReportMetric(float64(len(faults)), "errors")
	b.ReportMetric(0, "ns/op")
	if len(faults) > 0 {
		b.Errorf("%d errors, the first: %v", len(faults), faults[0])
	}
}
