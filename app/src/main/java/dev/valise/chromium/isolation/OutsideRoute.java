package dev.valise.chromium.isolation;

import java.util.ArrayList;
import java.util.List;

/**
 * The way of a room to the machine's network: pasta(1), which opens a socket of the machine for
 * each connection and each flow of datagrams of the room. It changes neither the machine's
 * forwarding nor its firewall, and judges nothing: that is {@link PacketFilter}'s, which stands
 * before it starts.
 *
 * <p>It runs beside the room as a child of what stands for the browser outside, in its session, and
 * is ended with it. As the shell reaps it only beside a command, waiting needs one: sleep.
 *
 * @param scratch of the room
 */
record OutsideRoute(String scratch, Programs programs) {

  /** Where a room asks for names; pasta sends it on to the machine's resolver (RFC 6890). */
  static final String RESOLVER = "192.0.0.53";

  /** Beyond those that rooms need anyway. */
  static final List<String> PROGRAMS = List.of("pasta", "nft", "nsenter");

  /** There, and not empty, once there is a route. */
  static final String READY = "route";

  /** There once the room's network can be attached to. */
  static final String MADE = "made";

  private static final int NO_ROOM = 125;

  // Without the nones it would listen on the machine for what listens in the room, and connect the
  // room's loopback to the machine's; --no-map-gw keeps the gateway's address from meaning the
  // machine's loopback (passt(1)).
  private static final String PASTA =
      "\"$pasta\" --foreground --quiet --config-net -t none -u none -T none -U none --no-map-gw"
          + " --dns-forward %s --pid \"$scratch/%s\"".formatted(RESOLVER, READY);

  private static final String AWAIT =
      """
      route=$!
      until [ -s "$scratch/%s" ]; do
        sleep 0.01
        kill -0 $route || { [ -z "$room" ] || kill $room; exit %d; }
      done
      """
          .formatted(READY, NO_ROOM);

  // As root pasta keeps the right to enter namespaces, but no right to look into processes: it
  // finds a namespace by a file only. Mounted where nobody else sees it.
  private static final String FOR_ROOT =
      """
      scratch=$1 pasta=$2 network=$3 nsenter=$4 room=; shift 4
      exec 5<&0
      : >"$scratch/net"
      mount --bind "$network" "$scratch/net" || exit %1$d
      %2$s --runas 0 --netns "$scratch/net" </dev/null 5<&- &
      %3$s
      "$nsenter" "--net=$scratch/net" -- "$@" <&5 5<&-
      code=$?
      kill $route
      exit $code
      """
          .formatted(NO_ROOM, PASTA, AWAIT);

  private static final String FOR_USER =
      """
      scratch=$1 pasta=$2; shift 2
      exec 5<&0
      "$@" <&5 5<&- &
      room=$!
      until [ -e "$scratch/%1$s" ]; do
        sleep 0.01
        kill -0 $room || exit %2$d
      done
      %3$s $room </dev/null 5<&- &
      %4$s
      wait $room
      code=$?
      kill $route
      exit $code
      """
          .formatted(MADE, NO_ROOM, PASTA, AWAIT);

  /**
   * Around a command of root's, which runs in the network.
   *
   * @param network a file that stands for it
   */
  List<String> forRoot(String network, List<String> room) {
    return command(FOR_ROOT, List.of(network, programs.path("nsenter")), room);
  }

  /** Around a command that becomes a shell in the room's user and network namespaces. */
  List<String> forUser(List<String> room) {
    return command(FOR_USER, List.of(), room);
  }

  private List<String> command(String script, List<String> more, List<String> room) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(List.of(scratch, programs.path("pasta")));
    command.addAll(more);
    command.addAll(room);
    return command;
  }
}
