package dev.valise.chromium;

import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpException;
import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.isolation.Confinement;
import dev.valise.chromium.isolation.OccupiedRoom;
import dev.valise.chromium.isolation.Rooms;
import dev.valise.chromium.isolation.Tier;
import dev.valise.chromium.limits.LimitedStart;
import dev.valise.chromium.limits.Limiter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A browser that an earlier process of this server started, and that goes on under this one.
 *
 * @param folder its user-data-dir
 * @param rooms as this server would open them
 * @param limiter that it was started with, or an equal one
 */
record TakenOverChromium(BrowserTrace trace, Path folder, Optional<Rooms> rooms, Limiter limiter) {
  private static final Logger LOG = LoggerFactory.getLogger(TakenOverChromium.class);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(15);

  /**
   * Takes it over, thawed and once it has answered.
   *
   * @param proxied whether it has a network, through the server
   * @return empty when it is gone, does not answer, or is isolated in another way than this server
   *     would isolate it; what is left of it is to be closed then
   * @throws SurvivingProcessesException when one that does not answer does not end either
   */
  Optional<RunningChromium> takeOver(boolean proxied, boolean headless)
      throws InterruptedException {
    Tier wanted = rooms.map(Rooms::tier).orElse(Tier.NONE);
    if (tier() != wanted || !trace.main().isAlive()) {
      return Optional.empty();
    }
    try {
      Optional<RunningChromium> found = find(proxied, headless);
      if (found.isPresent() && !answers(found.get())) {
        found.get().close(CLOSE_GRACE);
        return Optional.empty();
      }
      return found;
    } catch (IOException e) {
      LOG.warn("the browser on {} cannot be taken over", folder, e);
      return Optional.empty();
    }
  }

  private Tier tier() {
    return trace
        .place()
        .map(place ->
            switch (place) {
              case BrowserTrace.InRoom room -> room.record().tier();
              case BrowserTrace.InOpenRoom room -> room.record().tier();
            })
        .orElse(Tier.NONE);
  }

  private Optional<RunningChromium> find(boolean proxied, boolean headless) throws IOException {
    return switch (trace.place().orElse(null)) {
      case BrowserTrace.InRoom room -> room.isThere() ? inRoom(room, proxied) : Optional.empty();
      case BrowserTrace.InOpenRoom room -> Optional.of(inOpenRoom(room));
      case null -> plain(headless);
    };
  }

  private Optional<RunningChromium> inRoom(BrowserTrace.InRoom trace, boolean proxied)
      throws IOException {
    LeftoverRoom left = LeftoverRoom.of(trace);
    OccupiedRoom room = trace.record().takeOver(folder, left.namespace().orElseThrow(), proxied);
    URI devTools = URI.create("ws://127.0.0.1" + trace.devToolsPath());
    return Optional.of(running(left, room, devTools));
  }

  private RunningChromium inOpenRoom(BrowserTrace.InOpenRoom trace) throws IOException {
    var left = new LeftoverOpenRoom(trace.record(), folder, Optional.of(trace.devTools()));
    OccupiedRoom room =
        trace.record().takeOver(folder, trace.devTools().getPort(), trace.proxyPort());
    return running(left, room, trace.devTools());
  }

  private RunningChromium running(Leftover left, OccupiedRoom room, URI devTools) {
    LimitedStart limits = limits(BrowserGroup.leftBy(left.scratch(), limiter));
    return new RunningChromium(
        process(
            left.tree(trace.main(), new BrowserGroup(limits.group())),
            left.scratch(),
            limits,
            Optional.of(room)),
        new DevToolsEndpoint(devTools, room.devTools()),
        true,
        rooms.orElseThrow().confinement());
  }

  /** One without a room says itself where it is and what else is its own. */
  private Optional<RunningChromium> plain(boolean headless) {
    Optional<DevToolsEndpoint> devTools = LeftoverChromium.endpoint(folder);
    Optional<ScratchFolder> scratch = ScratchFolder.leftBy(folder);
    if (devTools.isEmpty() || scratch.isEmpty()) {
      return Optional.empty();
    }
    LimitedStart limits = limits(BrowserGroup.leftOn(folder, limiter));
    var tree =
        new ProcessTree(
            ProcessTable.ofThisMachine(),
            trace.main(),
            Set.of(ChromiumFlags.userDataDirMark(folder), scratch.get().mark()),
            new BrowserGroup(limits.group()));
    return Optional.of(
        new RunningChromium(
            process(tree, scratch.get(), limits, Optional.empty()),
            devTools.get(),
            headless,
            Confinement.NONE));
  }

  private BrowserProcess process(
      ProcessTree tree, ScratchFolder scratch, LimitedStart limits, Optional<OccupiedRoom> room) {
    // Its output went to the process that started it.
    BrowserOutput output = BrowserOutput.drained(InputStream.nullInputStream());
    return new BrowserProcess(MainProcess.found(trace.main()), tree, output, scratch, limits, room);
  }

  /** Under which it was put when it was started. */
  private LimitedStart limits(BrowserGroup group) {
    boolean ownTaskCount = rooms.map(Rooms::ownTaskCount).orElse(false);
    return new LimitedStart(
        group.group(), OptionalLong.empty(), OptionalInt.empty(), limiter.effective(ownTaskCount));
  }

  private static boolean answers(RunningChromium browser) {
    // A server may have died while it was frozen.
    browser.thaw();
    try (var connection = CdpConnection.connect(browser.devTools(), ANSWER_LIMIT)) {
      connection.call("Browser.getVersion", ANSWER_LIMIT);
      return true;
    } catch (CdpException e) {
      LOG.warn("a browser that was left behind does not answer: {}", e.getMessage());
      return false;
    }
  }
}
