package dev.valise.server;

import dev.valise.api.HttpEdge;
import dev.valise.snapshot.StoreWarmUp;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Valise that takes requests, from {@link #start} until {@link #stop}. */
public final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final Assembly assembly;
  private final HttpEdge http;
  private final Thread warmUp;

  private Server(Assembly assembly, HttpEdge http, Thread warmUp) {
    this.assembly = assembly;
    this.http = http;
    this.warmUp = warmUp;
  }

  /**
   * Starts on a data folder; when this returns, requests are answered.
   *
   * @throws StartupException when it cannot; nothing is held or running then
   */
  public static Server start(ServerConfiguration configuration) {
    return start(configuration, Clock.tickMillis(ZoneOffset.UTC));
  }

  /**
   * As {@link #start(ServerConfiguration)}, by another clock than this machine's.
   *
   * @param clock of milliseconds: the catalog keeps no finer time
   */
  public static Server start(ServerConfiguration configuration, InstantSource clock) {
    Assembly assembly = Assembly.of(configuration, clock);
    try {
      HttpEdge http = assembly.listen();
      Thread warmUp = Thread.ofPlatform().daemon().name("warm-up").start(Server::warmUp);
      return new Server(assembly, http, warmUp);
    } catch (BindException e) {
      assembly.close();
      throw new StartupException(e.getMessage() + ": is another program there? Try --port", e);
    } catch (RuntimeException e) {
      assembly.close();
      throw e;
    }
  }

  /** What {@link #start} does in the background, so that the first save is as fast as the next. */
  public static void warmUp() {
    try {
      new StoreWarmUp(Files.createTempDirectory("valise-warm-up-"), new Random(0)).run();
    } catch (IOException e) {
      LOG.info("the first save may take longer than the next ones: {}", e.getMessage());
    }
  }

  public URI baseUrl() {
    return http.baseUrl();
  }

  /** How many browsers may run at the same time. */
  public int maxBrowsers() {
    return assembly.sessionLimits().browsers();
  }

  /** Bytes of the disk below which no browser is started. */
  public long minFreeDisk() {
    return assembly.sessionLimits().minFreeDisk();
  }

  /** The API key, if this start made one; the only time that it is told. */
  public Optional<String> generatedKey() {
    return assembly.generatedKey();
  }

  /** Where the API key lies, unless it came with the configuration. */
  public Optional<Path> keyFile() {
    return assembly.keyFile();
  }

  /** Takes no more requests, saves what is to be saved, and lets go of the data folder. */
  public void stop() {
    warmUp.interrupt();
    http.close();
    awaitWarmUp();
    assembly.close();
    LOG.info("stopped");
  }

  /** It takes milliseconds, and removes its folder. */
  private void awaitWarmUp() {
    try {
      warmUp.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
