# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Makes sure that Docker or Podman answers; sourced after lib.sh. Sets ENGINE to the command that does.

answers() { have "$1" && timeout 30 "$1" info >/dev/null 2>&1; }

ensure_engine() {
  [ -n "${ENGINE:-}" ] || choose_engine
  answers "$ENGINE" || start_engine "$ENGINE"
}

# The one that answers. Podman answers even where it can run nothing, so root's Docker, which only has to be started, comes first.
choose_engine() {
  if answers docker || { is_linux_root && have dockerd; }; then
    ENGINE=docker
  elif answers podman; then
    ENGINE=podman
  elif have docker; then
    ENGINE=docker
  elif have podman; then
    ENGINE=podman
  else
    install_engine
  fi
}

is_linux_root() { [ "$(id -u)" = 0 ] && [ "$(uname -s)" = Linux ]; }

# As root Docker, whose daemon root may start; else Podman, which needs none.
install_engine() {
  local names
  case "$(system_family)" in
    debian)
      if [ "$(id -u)" = 0 ]; then
        ENGINE=docker
        read -ra names <<<"$(debian_docker_packages)"
      else
        ENGINE=podman
        names=(podman crun fuse-overlayfs slirp4netns passt uidmap netavark aardvark-dns)
      fi
      ;;
    fedora | macos) ENGINE=podman names=(podman) ;;
    *) fail "Neither Docker nor Podman is installed: please install one of them, then run this again." ;;
  esac
  say "No container engine is here; installing $ENGINE."
  install_packages "${names[@]}"
}

start_engine() {
  local engine=$1 why
  have "$engine" || fail "$engine is not installed: install it, or name the engine to use as ENGINE=docker or ENGINE=podman."
  if [ "$engine" = docker ] && is_linux_root && ! have dockerd; then
    install_engine
    engine=$ENGINE
  fi
  why=$("$engine" info 2>&1 >/dev/null) || true
  if [ "$(uname -s)" = Darwin ]; then
    if [ "$engine" = podman ]; then
      say "Starting Podman's virtual machine…"
      podman machine inspect >/dev/null 2>&1 || podman machine init >&2
      podman machine start >&2
    else
      fail "Docker is installed but does not answer: start Docker Desktop, then run this again."
    fi
  elif [ "$engine" = podman ]; then
    fail "Podman is installed but does not answer. It says: $(tail -n 1 <<<"$why")"
  elif [ "$(id -u)" = 0 ]; then
    start_dockerd
  elif grep -qi 'permission denied' <<<"$why"; then
    fail "Docker is running, but this account may not use it: add the account to the group docker (sudo usermod -aG docker $(id -un)), log in again, then run this again."
  else
    fail "Docker is installed but not running: start it (sudo systemctl start docker), then run this again."
  fi
  answers "$engine" || fail "$engine was started but does not answer. It says: $("$engine" info 2>&1 >/dev/null | tail -n 1)"
}

# Only root comes here, and only when no daemon answers.
start_dockerd() {
  if [ -d /run/systemd/system ]; then
    say "Docker is not running; starting its service."
    systemctl start docker || fail "Docker's service did not start: 'systemctl status docker' says why."
    return
  fi
  local log=/var/log/drydock-dockerd.log
  say "No Docker daemon is running here; starting dockerd (its log is $log, and it stays when this script ends)."
  setsid nohup dockerd >"$log" 2>&1 </dev/null &
  local daemon=$!
  for _ in $(seq 120); do
    answers docker && return
    kill -0 "$daemon" 2>/dev/null || break
    sleep 0.5
  done
  tail -n 5 "$log" >&2
  fail "dockerd did not start: the lines above are the end of $log."
}
