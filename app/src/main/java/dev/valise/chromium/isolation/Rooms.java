package dev.valise.chromium.isolation;

import dev.valise.chromium.landlock.Landlock;
import dev.valise.chromium.landlock.LandlockGap;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How rooms are made on this machine. Thread-safe. */
public sealed interface Rooms {

  Tier tier();

  /**
   * Whether Chromium's own sandbox, which keeps a page that broke out of its renderer from the rest
   * of the room, starts in such a room.
   */
  boolean chromiumSandbox();

  /**
   * Whether the kernel counts the tasks of a browser in such a room by themselves, so that
   * RLIMIT_NPROC limits them.
   */
  boolean ownTaskCount();

  /** Why such a room cannot have a {@link RoomNetwork.Full}, in words; empty if it can. */
  Optional<String> obstacleToRoute();

  /** What holds in such a room. */
  default Confinement confinement() {
    return Confinement.of(tier(), chromiumSandbox(), ownTaskCount());
  }

  /** Whether one browser is kept from taking over another by its DevTools port. */
  default boolean keepsBrowsersApart() {
    return true;
  }

  /**
   * Makes a room.
   *
   * @throws IOException when that does not work; nothing is left of it then
   */
  Room open(RoomRequest request) throws IOException;

  /** Rooms made by root. */
  record ByRoot(Programs programs, SlotUids slots, boolean chromiumSandbox) implements Rooms {
    static final List<String> PROGRAMS = List.of("bwrap", "ip", "setpriv", "unshare");

    @Override
    public Tier tier() {
      return Tier.ROOT;
    }

    /** Each has a user id of its own. */
    @Override
    public boolean ownTaskCount() {
      return true;
    }

    @Override
    public Optional<String> obstacleToRoute() {
      return programs.missing(OutsideRoute.PROGRAMS);
    }

    @Override
    public Room open(RoomRequest request) throws IOException {
      return RootRoom.open(programs, slots, request);
    }
  }

  /** Rooms made by a normal user. */
  record ByUser(Programs programs, boolean ownTaskCount, boolean chromiumSandbox) implements Rooms {
    static final List<String> PROGRAMS = List.of("bwrap", "ip", "unshare", "socat");

    @Override
    public Tier tier() {
      return Tier.USER;
    }

    @Override
    public Optional<String> obstacleToRoute() {
      return programs.missing(OutsideRoute.PROGRAMS);
    }

    @Override
    public Room open(RoomRequest request) throws IOException {
      return UserRoom.open(programs, request);
    }
  }

  /**
   * Rooms made of rules.
   *
   * @param users empty for a server that is not root: its browsers are processes of its own user
   */
  record ByLandlock(
      Landlock landlock,
      Programs programs,
      DevToolsPorts ports,
      Optional<OwnUsers> users,
      boolean chromiumSandbox)
      implements Rooms {
    static final List<String> PROGRAMS = List.of();
    static final List<String> PROGRAMS_OF_ROOT = List.of("setpriv");

    @Override
    public Tier tier() {
      return Tier.LANDLOCK;
    }

    @Override
    public boolean ownTaskCount() {
      return users.isPresent();
    }

    @Override
    public Confinement confinement() {
      return Confinement.byLandlock(landlock.gaps(), users.isPresent(), chromiumSandbox);
    }

    @Override
    public Optional<String> obstacleToRoute() {
      return Optional.of("at tier landlock browsers have no network of their own (--isolation)");
    }

    @Override
    public boolean keepsBrowsersApart() {
      return !landlock.gaps().contains(LandlockGap.TCP);
    }

    @Override
    public Room open(RoomRequest request) throws IOException {
      return LandlockRoom.open(this, request);
    }
  }
}
