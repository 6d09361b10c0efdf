package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.isolation.Isolation;
import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.chromium.isolation.RoomProbe;
import dev.valise.chromium.isolation.RoomRecord;
import dev.valise.chromium.isolation.Rooms;
import dev.valise.chromium.limits.BrowserLimits;
import dev.valise.chromium.limits.Limiter;
import dev.valise.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rooms with namespaces that are made before anyone asks for them. */
@Timeout(60)
class RoomSupplyIT {
  private static final RoomNetwork USUAL = new RoomNetwork.Proxied();
  private static final ChromiumInstallation CHROMIUM = ChromiumInstallation.find(System.getenv());

  @TempDir private Path data;
  private final AtomicLong nanos = new AtomicLong();
  private final RoomSupply supply =
      new RoomSupply(CHROMIUM, Limiter.ofThisMachine(BrowserLimits.none()), nanos::get);
  private final List<MadeRoom> taken = new ArrayList<>();
  private Rooms rooms;

  @BeforeEach
  void probe() {
    var subject = new RoomProbe.Subject(CHROMIUM.executable(), System.getenv("PATH"), data);
    rooms = RoomProbe.run(Isolation.STRICT, subject).rooms().orElseThrow();
  }

  @AfterEach
  void leaveNone() throws Exception {
    for (MadeRoom room : taken) {
      room.discard();
    }
    supply.close();
  }

  private MadeRoom take(RoomNetwork network) throws Exception {
    MadeRoom room = supply.take(rooms, network);
    taken.add(room);
    return room;
  }

  private void awaitReady() {
    Await.until("a room is ready", supply::isReady);
  }

  @Test
  void whatWasMadeReadyIsGivenOnce() throws Exception {
    MadeRoom first = take(USUAL);
    awaitReady();
    MadeRoom second = take(USUAL);
    assertThat(supply.isReady()).isFalse();
    MadeRoom third = take(USUAL);
    assertThat(List.of(first, second, third))
        .doesNotHaveDuplicates()
        .allMatch(made -> made.room().isWaiting())
        .extracting(MadeRoom::scratch)
        .doesNotHaveDuplicates();
  }

  @Test
  void aRoomOfAnotherKindIsMadeForIt() throws Exception {
    take(USUAL);
    awaitReady();
    MadeRoom other = take(new RoomNetwork.None());
    assertThat(supply.isReady()).isTrue();
    assertThat(other.room().proxyListener()).isEmpty();
  }

  @Test
  void aRoomThatWaitedForLongIsNotGiven() throws Exception {
    take(USUAL);
    awaitReady();
    nanos.addAndGet(Duration.ofMinutes(61).toNanos());
    assertThat(take(USUAL).madeNanos()).isEqualTo(nanos.get());
  }

  @Test
  void aRoomThatEndedMeanwhileIsNotGiven() throws Exception {
    List<Long> before = ProcessHandle.current().children().map(ProcessHandle::pid).toList();
    taken.add(supply.take(rooms, USUAL));
    taken.removeFirst().discard();
    awaitReady();
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      if (!before.contains(child.pid())) {
        child.descendants().forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly();
        child.onExit().get(10, TimeUnit.SECONDS);
      }
    }
    assertThat(take(USUAL).room().isWaiting()).isTrue();
  }

  @Test
  void whatAServerLeftThatWasKilledIsRemoved() throws Exception {
    String boot = ProcessTable.ofThisMachine().boot();
    ScratchFolder unused = ScratchFolder.create();
    UnusedRooms.mark(unused);
    Files.writeString(
        unused.path().resolve("maker"), new ProcessIdentity(1L << 30, 1, boot).text());
    ScratchFolder used = ScratchFolder.create();
    Files.copy(unused.path().resolve("maker"), used.path().resolve("maker"));
    new RoomRecord(rooms.tier(), used.path()).write(data, boot);
    ScratchFolder others = ScratchFolder.create();
    UnusedRooms.mark(others);
    try {
      take(USUAL);
      awaitReady();
      assertThat(unused.path()).doesNotExist();
      assertThat(used.path()).as("a browser may run there").exists();
      assertThat(others.path()).as("of a server that runs").exists();
    } finally {
      used.delete();
      others.delete();
    }
  }

  @Test
  void nothingIsLeftOfRoomsThatNobodyUsed() throws Exception {
    List<ScratchFolder> folders = ScratchFolder.all();
    MadeRoom first = take(USUAL);
    awaitReady();
    Await.until("the first process is known", () -> first.room().init().isPresent());
    long pid = first.room().init().orElseThrow().pid();
    ProcessIdentity init = ProcessIdentity.of(pid).orElseThrow();
    leaveNone();
    assertThat(init.isAlive()).isFalse();
    assertThat(ScratchFolder.all()).containsExactlyInAnyOrderElementsOf(folders);
    taken.clear();
  }
}
