//go:build !unix

package browsers

import "os/exec"

func ownGroup(*exec.Cmd) {}

func endGroup(cmd *exec.Cmd, now bool) {
	if now {
		cmd.Process.Kill()
	}
}
