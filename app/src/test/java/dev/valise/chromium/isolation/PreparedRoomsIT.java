package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "user.name", matches = "root")
class PreparedRoomsIT {
  private final PreparedRooms rooms =
      new PreparedRooms(Programs.on(System.getenv("PATH")), new SlotUids());

  private static Path inode(NetworkNamespace network) throws IOException {
    return Files.readSymbolicLink(Path.of(network.file()));
  }

  @Test
  void eachRoomHasAUserAndANetworkOfItsOwn() throws Exception {
    Path machine = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    try (PreparedRoom one = rooms.take(new RoomNetwork.Proxied());
        PreparedRoom two = rooms.take(new RoomNetwork.None())) {
      assertThat(one.uid()).isNotEqualTo(two.uid());
      assertThat(List.of(inode(one.network()), inode(two.network()), machine))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatWasMadeReadyIsGivenOnce() throws Exception {
    rooms.take(new RoomNetwork.None()).close();
    Await.until("a room is ready", rooms::isReady);
    try (PreparedRoom ready = rooms.take(new RoomNetwork.None())) {
      assertThat(rooms.isReady()).isFalse();
      try (PreparedRoom next = rooms.take(new RoomNetwork.None())) {
        assertThat(next.uid()).isNotEqualTo(ready.uid());
        assertThat(inode(next.network())).isNotEqualTo(inode(ready.network()));
      }
    }
  }
}
