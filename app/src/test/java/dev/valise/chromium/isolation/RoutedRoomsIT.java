package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valise.testing.ForkedJvm;
import dev.valise.testing.Shell;
import dev.valise.testing.TestClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Rooms with a route, on a machine with an Internet that this test makes up in namespaces. */
@Timeout(value = 200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoutedRoomsIT {

  /** Runs what comes after it on such a machine. */
  private static final String MACHINE =
      """
      set -e
      folder=$1 user=$2 services=; shift 2
      serve() {
        nsenter --target $internet --net -- socat "$1" SYSTEM:'cat $folder/page' >/dev/null 2>&1 &
        services="$services $!"
      }
      printf 'HTTP/1.0 200 OK\\r\\n\\r\\nhello' >"$folder/page"
      export folder
      ip link set lo up
      unshare --net -- sh -c ': >"$folder/made"; exec sleep 190' >/dev/null 2>&1 &
      internet=$!
      until [ -e "$folder/made" ]; do sleep 0.01; done
      ip link add eth0 type veth peer name cable netns $internet
      ip link set eth0 up
      ip addr add 203.0.113.10/24 dev eth0
      ip route add default via 203.0.113.1 dev eth0
      nsenter --target $internet --net -- sh -ec '
        ip link set lo up
        ip link set cable up
        ip addr add 203.0.113.1/24 dev cable
        for address in 198.51.100.7 10.1.0.9 169.254.169.254; do
          ip addr add $address/32 dev cable
        done'
      serve TCP-LISTEN:80,fork,reuseaddr
      serve TCP-LISTEN:81,fork,reuseaddr
      for address in 198.51.100.7 10.1.0.9; do
        nsenter --target $internet --net -- \\
          socat -u "UDP-RECV:3478,bind=$address" "OPEN:$folder/stun-$address,creat,append" &
        services="$services $!"
      done
      socat TCP-LISTEN:8080,fork,reuseaddr SYSTEM:'cat $folder/page' >/dev/null 2>&1 &
      services="$services $!"
      [ "$user" = root ] || set -- unshare --user --map-user=1000 --map-group=1000 -- "$@"
      code=0
      "$@" </dev/null || code=$?
      kill $services $internet
      exit $code
      """;

  @TempDir private Path folder;

  @BeforeEach
  void hasThePrograms() {
    Optional<String> missing = Programs.on(System.getenv("PATH")).missing(OutsideRoute.PROGRAMS);
    assumeTrue(missing.isEmpty(), missing::toString);
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root")
  void theNetworkOfARoomOfRootsIsFiltered() throws Exception {
    run(ForkedJvm.with(), "root", List.of("unshare", "--net", "--mount", "--"));
  }

  @Test
  void theNetworkOfARoomOfANormalUsersIsFiltered() throws Exception {
    run(
        ForkedJvm.ofNormalUser(folder),
        "user",
        List.of("unshare", "--user", "--map-root-user", "--net", "--mount", "--"));
  }

  private void run(ForkedJvm jvm, String user, List<String> namespaces) throws Exception {
    List<String> machine = new ArrayList<>(namespaces);
    Shell.run(folder, "mkdir -m 1777 internet");
    machine.addAll(List.of("sh", "-c", MACHINE, "sh", folder.resolve("internet").toString(), user));
    String output = jvm.behind(machine).run(TestClass.class, RoutedRooms.class.getName());
    System.out.println(output);
    assertThat(output).contains("SUCCESSFUL").doesNotContain("FAILED");
  }
}
