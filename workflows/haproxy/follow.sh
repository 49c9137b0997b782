#!/bin/sh
# Follows the SSM parameter with the configuration of HAProxy, on each of its hosts. A configuration that HAProxy accepts takes the
# place of the old one, and HAProxy reloads it without losing a request. One that it rejects is reported, and nothing changes.
#
# Usage: follow.sh PARAMETER FILE PIDFILE [SECONDS]
#   PARAMETER  "/haproxy/alpha-chat/haproxy.cfg"
#   FILE       the configuration that HAProxy runs with: haproxy -W -f FILE -p PIDFILE
#   SECONDS    from one look to the next; 0 looks once, and ends with 1 if the configuration could not be taken. Default: 5
#
# Needs the AWS CLI with ssm:GetParameter on the parameter, and haproxy, on the path. Run it as a service.
set -u
parameter=$1
file=$2
pidfile=$3
seconds=${4-5}
new="$file.new"

take() {
  if ! aws ssm get-parameter --name "$parameter" --query Parameter.Value --output text >"$new"; then
    echo "$parameter cannot be read; $file stays" >&2
    return 1
  fi
  if cmp -s "$new" "$file"; then
    return 0
  fi
  if ! haproxy -c -f "$new" >&2; then
    echo "HAProxy rejects $parameter; $file stays" >&2
    return 1
  fi
  mv "$new" "$file" && kill -USR2 "$(cat "$pidfile")"
}

while :; do
  if take; then
    code=0
  else
    code=1
  fi
  if [ "$seconds" -eq 0 ]; then
    exit "$code"
  fi
  sleep "$seconds"
done
