//go:build unix

package upgrade

import "syscall"

// ready takes what lies ready on a socket, without waiting.
func ready(raw syscall.RawConn, b []byte) (n int) {
	raw.Read(func(fd uintptr) bool {
		var err error
		for n, err = syscall.Read(int(fd), b); err == syscall.EINTR; n, err = syscall.Read(int(fd), b) {
		}
		return true
	})
	return max(n, 0)
}
