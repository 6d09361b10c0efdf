package dev.valise.chromium.isolation;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.cdp.TcpRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a later server must know of a room to get into it.
 *
 * @param scratch the private folder that was made for the room
 */
public record RoomRecord(Tier tier, Path scratch) {
  private static final String FILE = "room";

  /** {@code <tier> <scratch>}. */
  public String text() {
    return tier.word() + " " + scratch;
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  public static RoomRecord parse(String text) {
    String[] fields = text.split(" ", 2);
    if (fields.length != 2) {
      throw new IllegalArgumentException("not a room: " + text);
    }
    return new RoomRecord(Tier.of(fields[0]), Path.of(fields[1]));
  }

  /**
   * Leaves word of the room in its scratch folder, for a server that finds nothing else.
   *
   * @param boot which start of the machine this is
   */
  public void write(Path profile, String boot) throws IOException {
    Files.writeString(
        scratch.resolve(FILE), String.join("\n", boot, tier.word(), profile.toString()));
  }

  /** Whether {@link #write} left something in a folder. */
  public static boolean isIn(Path scratch) {
    return Files.exists(scratch.resolve(FILE));
  }

  /**
   * What {@link #write} left in a folder; empty when it is of another start of the machine, or of
   * another profile.
   */
  public static Optional<RoomRecord> read(Path scratch, Path profile, String boot)
      throws IOException {
    Path file = scratch.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    return lines.size() == 3 && lines.get(0).equals(boot) && lines.get(2).equals(profile.toString())
        ? Optional.of(new RoomRecord(Tier.of(lines.get(1)), scratch))
        : Optional.empty();
  }

  /** The first process in the room, once there is one. */
  public Optional<NamespaceInit> init() {
    return new RoomStatus(scratch).init();
  }

  /**
   * The user id that its processes have and no others: that of the profile, when root gave the
   * browser one. The browser cannot exchange that folder, nor give it to another user.
   */
  public OptionalInt user(Path profile) {
    return tier == Tier.LANDLOCK ? owner(profile) : OptionalInt.empty();
  }

  private static OptionalInt owner(Path profile) {
    try {
      return SlotUids.ownerOf(profile);
    } catch (IOException gone) {
      return OptionalInt.empty();
    }
  }

  /**
   * Makes the profile the server's again, if it is not; nothing runs in it any more. A room made by
   * root gives it away too where the file system cannot map its owner.
   */
  public void takeBack(Path profile) throws IOException {
    if (tier != Tier.USER && owner(profile).isPresent()) {
      OwnUsers.takeBack(profile);
    }
  }

  /**
   * Takes over a room with namespaces whose browser runs.
   *
   * @param proxied whether the browser has a network, through the server
   */
  public OccupiedRoom takeOver(Path profile, NamespaceInit init, boolean proxied)
      throws IOException {
    return tier == Tier.USER
        ? TakenOverRoom.ofUser(this, profile, init, proxied)
        : TakenOverRoom.ofRoot(this, profile, init, proxied);
  }

  /**
   * Takes over a room of rules whose browser runs.
   *
   * @param proxyPort empty for a browser without a network
   */
  public OccupiedRoom takeOver(Path profile, int devToolsPort, OptionalInt proxyPort)
      throws IOException {
    return TakenOverRoom.ofRules(this, profile, devToolsPort, proxyPort);
  }

  /** A way in to a room with namespaces, which must be closed. */
  public Entrance enter(NamespaceInit init) throws IOException {
    if (tier == Tier.USER) {
      return new Entrance(UserRoom.route(scratch), () -> {});
    }
    NetworkNamespace network = NetworkNamespace.of(init.pid());
    return new Entrance(new TcpRoute(network, "127.0.0.1", Inside.DEVTOOLS_PORT), network::close);
  }

  /**
   * A way into a room that somebody else opened.
   *
   * @param devTools to the browser's DevTools port
   */
  public record Entrance(DevToolsEndpoint.Route devTools, Closing closing)
      implements AutoCloseable {

    /** What has to be closed with it. */
    public interface Closing {
      void close() throws IOException;
    }

    @Override
    public void close() throws IOException {
      closing.close();
    }
  }
}
