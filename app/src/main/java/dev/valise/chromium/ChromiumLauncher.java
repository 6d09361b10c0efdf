package dev.valise.chromium;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.ChromiumFlag.Use;
import dev.valise.chromium.isolation.Confinement;
import dev.valise.chromium.isolation.IsolationException;
import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.chromium.isolation.Rooms;
import dev.valise.chromium.limits.LimitedStart;
import dev.valise.chromium.limits.Limiter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Starts browsers. Thread-safe. Those that run are their holders' when it is closed; what was made
 * for further ones is gone then.
 */
public final class ChromiumLauncher implements AutoCloseable {

  private final ChromiumInstallation installation;
  private final BrowserEnvironment environment;
  private final Supplier<Optional<Rooms>> rooms;
  private final Limiter limiter;
  private final RoomSupply supply;

  /**
   * Starts browsers as plain processes, without limits.
   *
   * @param environment of the server; browsers get the few variables of it that they need
   */
  public ChromiumLauncher(ChromiumInstallation installation, Map<String, String> environment) {
    this(installation, environment, Optional::empty, Limiter.ofProcesses());
  }

  /**
   * Starts each browser in a room of its own.
   *
   * @param environment of the server; browsers get the few variables of it that they need
   * @param rooms asked at each start; empty for plain processes. It may block until it is known how
   *     rooms are made here, and throw what the caller of {@link #launch} is to get
   * @param limiter keeps browsers to their limits, with or without rooms
   */
  public ChromiumLauncher(
      ChromiumInstallation installation,
      Map<String, String> environment,
      Supplier<Optional<Rooms>> rooms,
      Limiter limiter) {
    this.installation = installation;
    this.environment = new BrowserEnvironment(environment);
    this.rooms = rooms;
    this.limiter = limiter;
    this.supply = new RoomSupply(installation, limiter, System::nanoTime);
  }

  /**
   * Whether browsers get rooms, or are plain processes. Blocks until it is known.
   *
   * @throws IsolationException when no browser may run here
   */
  public boolean hasRooms() {
    return rooms.get().isPresent();
  }

  /**
   * Why browsers here cannot have a {@link RoomNetwork.Full}, in words; empty if they can. Blocks
   * until it is known how rooms are made.
   *
   * @throws IsolationException when no browser may run here
   */
  public Optional<String> obstacleToFullNetwork() {
    Optional<Rooms> place = rooms.get();
    return place.isPresent()
        ? place.get().obstacleToRoute()
        : Optional.of("browsers are plain processes");
  }

  /**
   * Starts a browser and waits until it takes DevTools connections. Whoever gets it must end it,
   * also after a crash: {@link RunningChromium#close} or {@link RunningChromium#kill}.
   *
   * @throws ChromiumStartException when it ends before that or takes too long; nothing of it is
   *     left
   */
  public RunningChromium launch(LaunchRequest request) throws InterruptedException {
    try {
      Optional<Rooms> place = rooms.get();
      createPrivately(request.userDataDir());
      StaleLocks.remove(request.userDataDir());
      return place.isPresent()
          ? new RoomLaunch(environment, place.get(), supply).launch(request)
          : launchPlain(request);
    } catch (IsolationException e) {
      throw new ChromiumStartException(
          "Cannot start " + installation + ": " + e.getMessage(), OptionalInt.empty(), e.output());
    } catch (IOException e) {
      throw new ChromiumStartException("Cannot start " + installation, e);
    }
  }

  private RunningChromium launchPlain(LaunchRequest request)
      throws IOException, InterruptedException {
    LimitedStart limits = limiter.prepare(BrowserGroup.nameFor(request.userDataDir()), false);
    boolean isStarted = false;
    try {
      RunningChromium started = launch(request, ScratchFolder.create(), limits);
      isStarted = true;
      return started;
    } finally {
      if (!isStarted) {
        new BrowserGroup(limits.group()).delete();
      }
    }
  }

  private RunningChromium launch(LaunchRequest request, ScratchFolder scratch, LimitedStart limits)
      throws IOException, InterruptedException {
    boolean isStarted = false;
    try {
      if (request.downloads().isPresent()) {
        scratch.downloadInto(request.downloads().get());
      }
      var host = LaunchHost.current(environment.path());
      boolean headless = request.headless() || (host.isLinux() && !environment.hasScreen());
      var builder = new ProcessBuilder(limits.command(command(request, host, headless)));
      builder.directory(scratch.path().toFile());
      builder.environment().clear();
      builder.environment().putAll(environment.variables(scratch, headless));
      var browser = BrowserProcess.start(builder, request, scratch, limits);
      URI devTools = browser.awaitDevTools(request.startLimit());
      isStarted = true;
      return new RunningChromium(
          browser, DevToolsEndpoint.at(devTools), headless, Confinement.NONE);
    } finally {
      if (!isStarted) {
        scratch.delete();
      }
    }
  }

  /**
   * Goes on with a browser that an earlier process of this server started, if it still runs and
   * answers. Whoever gets it must end it, as one that was launched.
   *
   * @param process as {@link RunningChromium#trace} wrote it
   * @param proxied whether it was started with {@link RoomNetwork.Proxied}, or else without a
   *     network; means nothing for a plain process
   * @param headless whether it has no window
   * @return empty when it cannot be gone on with; {@link #closeLeftover} ends what is left of it
   * @throws SurvivingProcessesException when one that does not answer does not end either
   */
  public Optional<RunningChromium> takeOver(
      String process, Path userDataDir, boolean proxied, boolean headless)
      throws InterruptedException {
    try {
      return new TakenOverChromium(
              BrowserTrace.parse(process),
              userDataDir.toAbsolutePath().normalize(),
              rooms.get(),
              limiter)
          .takeOver(proxied, headless);
    } catch (IsolationException e) {
      return Optional.empty();
    }
  }

  /**
   * Ends a browser that an earlier process of this server started and did not end: see {@link
   * LeftoverChromium#close}.
   */
  public void closeLeftover(Optional<String> process, Path userDataDir)
      throws InterruptedException {
    LeftoverChromium.close(process, userDataDir, limiter);
  }

  private List<String> command(LaunchRequest request, LaunchHost host, boolean headless) {
    Set<Use> uses = EnumSet.of(headless ? Use.HEADLESS : Use.WITH_A_SCREEN);
    if (host.isRoot()) {
      uses.add(Use.WITHOUT_SANDBOX);
    }
    if (host.hasSmallSharedMemory()) {
      uses.add(Use.SMALL_SHARED_MEMORY);
    }
    if (request.window().isPresent()) {
      uses.add(Use.WINDOW_SIZE_GIVEN);
    }
    var command = new ArrayList<String>();
    // In a session of its own the browser outlives the server even while it is stopped: the kernel
    // sends SIGHUP to a stopped process group that loses its parent.
    host.setsid().map(Path::toString).ifPresent(command::add);
    command.add(installation.executable().toString());
    command.addAll(ChromiumFlags.of(request, uses));
    command.addAll(request.extraFlags());
    command.add(request.startUrl().orElse("about:blank"));
    return command;
  }

  /** With 0700: cookies in it are sealed with a constant key. */
  private static void createPrivately(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  @Override
  public void close() {
    supply.close();
  }
}
