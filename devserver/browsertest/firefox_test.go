package browsertest

import (
	"testing"

	"handshake101/devserver/internal/browsers"
)

func TestFirefox(t *testing.T) { smoke(t, browsers.Firefox) }
