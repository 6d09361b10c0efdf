package dev.valise.server;

import dev.valise.chromium.isolation.Isolation;
import dev.valise.model.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param host the address to listen on
 * @param port 0 picks a free one
 * @param data the folder that holds everything; made when it is missing
 * @param warmBytes how large the folders of closed sessions may be that are kept for the next ones;
 *     0 keeps none
 * @param retention for the profiles without one of their own
 * @param upkeepEvery how long after an upkeep the next begins: what the retention removes, and what
 *     nobody needs
 * @param apiKey the only API key; without it one is kept in the data folder
 * @param chromium the browser to use; without it the usual places are searched
 * @param isolation of browsers, as {@link Isolation#word} says
 * @param network where isolated browsers may connect to
 * @param limits of each browser
 * @param capacity for all browsers together
 * @param shutdownGrace how long a stop waits for saves, before it leaves the rest to the next start
 */
public record ServerConfiguration(
    String host,
    int port,
    Path data,
    long warmBytes,
    Retention retention,
    Duration upkeepEvery,
    Optional<String> apiKey,
    Optional<Path> chromium,
    String isolation,
    NetworkOptions network,
    LimitOptions limits,
    CapacityOptions capacity,
    Duration shutdownGrace) {

  /** A room for each browser where the machine can make one. */
  public static final String DEFAULT_ISOLATION = "auto";

  public static final long DEFAULT_WARM_BYTES = 2L << 30;
  public static final Duration DEFAULT_UPKEEP_EVERY = Duration.ofHours(1);

  /** Saves take well below a second each and run at the same time; a hung browser takes 15 s. */
  public static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(30);

  public ServerConfiguration {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535");
    }
    Isolation.of(isolation);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ServerConfiguration[host=" + host + ", port=" + port + ", data=" + data + "]";
  }
}
