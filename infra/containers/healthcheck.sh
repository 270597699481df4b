#!/usr/bin/env bash
# Whether the silo on this machine's port is ready: the image has neither curl nor wget. healthcheck.sh [PORT]
set -euo pipefail
exec 3<> "/dev/tcp/127.0.0.1/${1:-8080}"
printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 5 _ status _ <&3
[ "$status" = 200 ]
