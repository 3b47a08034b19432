package browsertest

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"time"
)

var address = regexp.MustCompile(`http://[^\s/]+/`)

// firstURL waits for the line in which the dev server names its address, and
// reads on so that the server never waits for its reader.
func firstURL(r io.Reader) (string, error) {
	found := make(chan string, 1)
	go func() {
		defer close(found)
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			if u := address.FindString(lines.Text()); u != "" {
				select {
				case found <- u:
				default:
				}
			}
		}
	}()
	select {
	case u, ok := <-found:
		if !ok {
			return "", fmt.Errorf("the dev server ended before it named its address")
		}
		return u, nil
	case <-time.After(20 * time.Second):
		return "", fmt.Errorf("the dev server named no address for 20 seconds")
	}
}
