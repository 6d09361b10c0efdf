package dev.valise.chromium;

import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpException;
import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.isolation.RoomRecord;
import dev.valise.chromium.limits.Limiter;
import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a browser that an earlier process of this server started and did not end. */
public final class LeftoverChromium {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverChromium.class);
  private static final Duration CDP_LIMIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(15);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private static final Pattern ENDPOINT =
      Pattern.compile("([0-9]{1,5})\\R(/devtools/browser/[0-9a-fA-F-]+)\\s*");
  private static final int LONGEST_ENDPOINT = 1024;

  /** No process has this pid, and every process is younger. */
  private static final ProcessIdentity UNKNOWN = new ProcessIdentity(Long.MAX_VALUE, 0, "");

  private LeftoverChromium() {}

  /**
   * Asks it to close, waits until its whole process tree is gone, and ends what is left after a
   * grace period. Nothing happens when it is gone already; a stranger that has its pid is never
   * touched.
   *
   * @param process as {@link RunningChromium#trace} wrote it; empty when it was not written down,
   *     the browser is then found by its folder
   * @param limiter that it was started with, or an equal one
   * @throws SurvivingProcessesException when even that does not end it
   */
  public static void close(Optional<String> process, Path userDataDir, Limiter limiter)
      throws InterruptedException {
    Path folder = userDataDir.toAbsolutePath().normalize();
    Optional<BrowserTrace> trace = process.map(BrowserTrace::parse);
    Optional<Leftover> room =
        trace.isPresent()
            ? trace.get().place().map(place -> Leftover.of(place, folder))
            : Leftover.search(folder);
    BrowserGroup group =
        room.isPresent()
            ? BrowserGroup.leftBy(room.get().scratch(), limiter)
            : BrowserGroup.leftOn(folder, limiter);
    close(trace.map(BrowserTrace::main).orElse(UNKNOWN), folder, room, group);
    group.delete();
  }

  private static void close(
      ProcessIdentity main, Path folder, Optional<Leftover> room, BrowserGroup group)
      throws InterruptedException {
    if (room.isPresent()) {
      end(room.get().tree(main, group), () -> room.get().askToEnd(CDP_LIMIT));
      takeBack(room.get().record(), folder);
      // A link of the folder could name another browser's, so nothing but the record is followed.
      delete(Optional.of(room.get().scratch()), folder);
      return;
    }
    // Before the close: a browser that ends in order takes the word of it along.
    Optional<ScratchFolder> scratch = ScratchFolder.leftBy(folder);
    Set<String> marks = new HashSet<>();
    marks.add(ChromiumFlags.userDataDirMark(folder));
    scratch.map(ScratchFolder::mark).ifPresent(marks::add);
    end(
        new ProcessTree(ProcessTable.ofThisMachine(), main, marks, group),
        () -> endpoint(folder).filter(devTools -> askToEnd(devTools, CDP_LIMIT)).isPresent());
    delete(scratch, folder);
  }

  private interface Request {
    /** False when it cannot be put. */
    boolean put();
  }

  private static void end(ProcessTree tree, Request request) throws InterruptedException {
    if (!tree.members().isEmpty()) {
      // A server may have died while it was frozen.
      tree.thaw();
      if (!request.put()) {
        tree.terminateMain();
      }
      tree.awaitGone(Deadline.after(CLOSE_GRACE));
    }
    if (!tree.kill(Deadline.after(KILL_LIMIT))) {
      throw new SurvivingProcessesException(tree.members());
    }
  }

  private static void takeBack(RoomRecord record, Path folder) {
    try {
      record.takeBack(folder);
    } catch (IOException e) {
      LOG.warn("Files of the browser on {} stay its user's", folder, e);
    }
  }

  private static void delete(Optional<ScratchFolder> scratch, Path folder) {
    scratch
        .flatMap(ScratchFolder::delete)
        .ifPresent(e -> LOG.warn("Cannot delete what the browser on {} left", folder, e));
  }

  /**
   * Two lines, the port and the path (content/browser/devtools/devtools_http_handler.cc). The file
   * is whatever the browser, or its client, made of it: a FIFO, a link, an address elsewhere.
   */
  static Optional<DevToolsEndpoint> endpoint(Path userDataDir) {
    try {
      Optional<FileChannel> file = ForeignFolder.at(userDataDir).open("DevToolsActivePort");
      if (file.isEmpty()) {
        return Optional.empty();
      }
      try (FileChannel channel = file.get()) {
        var text = ByteBuffer.allocate(LONGEST_ENDPOINT);
        while (text.hasRemaining() && channel.read(text) >= 0) {}
        return endpoint(new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<DevToolsEndpoint> endpoint(String text) {
    Matcher found = ENDPOINT.matcher(text);
    return found.matches()
        ? Optional.of(
            DevToolsEndpoint.at(
                URI.create("ws://127.0.0.1:%s%s".formatted(found.group(1), found.group(2)))))
        : Optional.empty();
  }

  /** True once a connection was there: the browser is waited for, whether it answered or not. */
  static boolean askToEnd(DevToolsEndpoint devTools, Duration limit) {
    try (var connection = CdpConnection.connect(devTools, limit)) {
      connection.call("Browser.close", limit);
      return true;
    } catch (CdpException e) {
      return true;
    }
  }
}
