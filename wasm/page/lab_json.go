package page

import "handshake101/handshake"

// node is a value of what the dev server answers.
type node = handshake.JSON
