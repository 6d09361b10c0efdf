package dev.valise.chromium;

import dev.valise.chromium.isolation.BrowserFolders;
import dev.valise.chromium.isolation.OccupiedRoom;
import dev.valise.chromium.limits.LimitedStart;
import dev.valise.chromium.limits.OomScore;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started browser with all that belongs to it, ready or not. */
record BrowserProcess(
    MainProcess process,
    ProcessTree tree,
    BrowserOutput output,
    ScratchFolder scratch,
    LimitedStart limits,
    Optional<OccupiedRoom> room) {

  private static final Logger LOG = LoggerFactory.getLogger(BrowserProcess.class);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(1);

  private static final Executor ONCE_SETTLED =
      CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS, Thread::startVirtualThread);

  static BrowserProcess start(
      ProcessBuilder builder, LaunchRequest request, ScratchFolder scratch, LimitedStart limits)
      throws IOException {
    Process process =
        builder
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .start();
    var belongings = marks(request.userDataDir(), scratch);
    return of(
        process,
        main -> new ProcessTree(ProcessTable.ofThisMachine(), main, belongings, group(limits)),
        scratch,
        limits,
        Optional.empty());
  }

  static BrowserProcess inRoom(Process process, MadeRoom made) {
    var init = new RoomInit(made.room()::init);
    var group = group(made.limits());
    return of(
        process,
        main -> new ProcessTree(ProcessTable.ofThisMachine(), main, init, group),
        made.scratch(),
        made.limits(),
        Optional.of(made.room()));
  }

  /** In a room without namespaces, where its processes are found like those of a plain one. */
  static BrowserProcess inOpenRoom(Process process, MadeRoom made, BrowserFolders folders) {
    var belongings = marks(folders.profile(), made.scratch());
    var user = made.room().user();
    var group = group(made.limits());
    return of(
        process,
        main -> new ProcessTree(ProcessTable.ofThisMachine(), main, belongings, user, group),
        made.scratch(),
        made.limits(),
        Optional.of(made.room()));
  }

  private static BrowserProcess of(
      Process process,
      Function<ProcessIdentity, ProcessTree> tree,
      ScratchFolder scratch,
      LimitedStart limits,
      Optional<OccupiedRoom> room) {
    MainProcess main = MainProcess.started(process);
    return new BrowserProcess(
        main,
        tree.apply(main.identity()),
        BrowserOutput.drained(process.getInputStream()),
        scratch,
        limits,
        room);
  }

  private static BrowserGroup group(LimitedStart limits) {
    return new BrowserGroup(limits.group());
  }

  private static Set<String> marks(Path userDataDir, ScratchFolder scratch) {
    return Set.of(ChromiumFlags.userDataDirMark(userDataDir), scratch.mark());
  }

  /**
   * Waits for the DevTools address.
   *
   * @throws ChromiumStartException when it does not come; nothing runs any more then
   */
  URI awaitDevTools(Duration limit) throws InterruptedException {
    CompletableFuture<URI> devTools = output.devTools();
    try {
      CompletableFuture.anyOf(devTools, process.onExit())
          .get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (devTools.isDone()) {
        URI endpoint = devTools.get();
        raiseScores();
        return endpoint;
      }
      kill();
      int exitCode = exitCode().orElseThrow();
      output.awaitEnd(OUTPUT_LIMIT);
      throw new ChromiumStartException(
          "Chromium ended with exit code %d before it took DevTools connections"
              .formatted(exitCode),
          OptionalInt.of(exitCode),
          output.lastLines());
    } catch (TimeoutException e) {
      kill();
      throw new ChromiumStartException(
          "Chromium took no DevTools connections within " + limit,
          OptionalInt.empty(),
          output.lastLines());
    } catch (ExecutionException e) {
      kill();
      if (e.getCause() instanceof BindException taken) {
        throw new PortTakenException(String.valueOf(taken.getMessage()));
      }
      throw new ChromiumStartException("Chromium told an unusable DevTools address", e);
    } catch (InterruptedException e) {
      kill();
      throw e;
    }
  }

  /** Twice: of processes that are still starting now Chromium sets the score later. */
  private void raiseScores() {
    Runnable raise = () -> tree.members().forEach(member -> OomScore.raise(member.pid()));
    Thread.startVirtualThread(raise);
    ONCE_SETTLED.execute(raise);
  }

  /**
   * Ends whatever still runs of it.
   *
   * @throws SurvivingProcessesException when that does not work
   */
  void kill() throws InterruptedException {
    if (!tree.kill(Deadline.after(KILL_LIMIT))) {
      throw new SurvivingProcessesException(tree.members());
    }
  }

  /** Removes what it kept outside its user-data-dir. */
  void cleanUp() throws InterruptedException {
    room.ifPresent(BrowserProcess::close);
    scratch.delete().ifPresent(e -> LOG.warn("Cannot delete {}", scratch.path(), e));
    tree.group().delete();
  }

  private static void close(OccupiedRoom room) {
    try {
      room.close();
    } catch (IOException e) {
      LOG.warn("A room cannot be closed", e);
    }
  }

  /** How the main process ended, which it has; empty if only somebody else knows. */
  OptionalInt exitCode() throws InterruptedException {
    try {
      return process.onExit().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
