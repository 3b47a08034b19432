package browsertest

import (
	"testing"

	"handshake101/devserver/internal/browsers"
)

func TestWebKit(t *testing.T) { smoke(t, browsers.WebKit) }
