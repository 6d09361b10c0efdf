package dev.valise.chromium;

import dev.valise.chromium.isolation.RoomNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What browser is wanted.
 *
 * @param userDataDir made absolute; created (0700) when missing
 * @param headless false needs a screen; without one the browser is headless all the same
 * @param startUrl empty for about:blank
 * @param startLimit how long the browser may take until it takes DevTools connections
 * @param downloads where files go that no client redirects; empty for a folder that goes with the
 *     browser. Linux only: elsewhere Chromium asks the system
 * @param extraFlags such as --proxy-server=...; none that {@link ChromiumFlags#table()} has
 * @param network heeded where browsers have rooms
 */
public record LaunchRequest(
    Path userDataDir,
    boolean headless,
    Optional<WindowSize> window,
    Optional<String> startUrl,
    Duration startLimit,
    Optional<Path> downloads,
    List<String> extraFlags,
    RoomNetwork network) {

  private static final Duration USUAL_START_LIMIT = Duration.ofSeconds(20);
  // A scheme, so that no URL can be taken for a flag.
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S*");

  public LaunchRequest {
    userDataDir = userDataDir.toAbsolutePath().normalize();
    downloads = downloads.map(folder -> folder.toAbsolutePath().normalize());
    extraFlags = List.copyOf(extraFlags);
    if (!startUrl.map(url -> URL.matcher(url).matches()).orElse(true)) {
      throw new IllegalArgumentException("Not a URL: " + startUrl.get());
    }
    for (String flag : extraFlags) {
      if (!flag.startsWith("--") || isInTable(flag)) {
        throw new IllegalArgumentException("Not a flag that can be added: " + flag);
      }
    }
  }

  /** A headless browser on this folder, everything else as usual. */
  public static LaunchRequest on(Path userDataDir) {
    return new LaunchRequest(
        userDataDir,
        true,
        Optional.empty(),
        Optional.empty(),
        USUAL_START_LIMIT,
        Optional.empty(),
        List.of(),
        new RoomNetwork.Proxied());
  }

  public LaunchRequest withHeadless(boolean newHeadless) {
    return new LaunchRequest(
        userDataDir, newHeadless, window, startUrl, startLimit, downloads, extraFlags, network);
  }

  public LaunchRequest withWindow(WindowSize newWindow) {
    return new LaunchRequest(
        userDataDir,
        headless,
        Optional.of(newWindow),
        startUrl,
        startLimit,
        downloads,
        extraFlags,
        network);
  }

  public LaunchRequest withStartUrl(String newStartUrl) {
    return new LaunchRequest(
        userDataDir,
        headless,
        window,
        Optional.of(newStartUrl),
        startLimit,
        downloads,
        extraFlags,
        network);
  }

  public LaunchRequest withStartLimit(Duration newStartLimit) {
    return new LaunchRequest(
        userDataDir, headless, window, startUrl, newStartLimit, downloads, extraFlags, network);
  }

  public LaunchRequest withDownloads(Path newDownloads) {
    return new LaunchRequest(
        userDataDir,
        headless,
        window,
        startUrl,
        startLimit,
        Optional.of(newDownloads),
        extraFlags,
        network);
  }

  public LaunchRequest withExtraFlags(List<String> newExtraFlags) {
    return new LaunchRequest(
        userDataDir, headless, window, startUrl, startLimit, downloads, newExtraFlags, network);
  }

  public LaunchRequest withNetwork(RoomNetwork newNetwork) {
    return new LaunchRequest(
        userDataDir, headless, window, startUrl, startLimit, downloads, extraFlags, newNetwork);
  }

  /** As seen from a room, where the folder is elsewhere. */
  LaunchRequest withUserDataDir(Path newUserDataDir) {
    return new LaunchRequest(
        newUserDataDir, headless, window, startUrl, startLimit, downloads, extraFlags, network);
  }

  private static boolean isInTable(String flag) {
    return ChromiumFlags.table().stream()
        .anyMatch(known -> known.name().equals(ChromiumFlag.nameOf(flag)));
  }
}
