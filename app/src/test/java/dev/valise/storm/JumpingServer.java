package dev.valise.storm;

import dev.valise.model.Retention;
import dev.valise.server.CapacityOptions;
import dev.valise.server.LimitOptions;
import dev.valise.server.NetworkOptions;
import dev.valise.server.Server;
import dev.valise.server.ServerConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The program of a server with a {@link SharedClock}; it runs until it is killed. */
final class JumpingServer {
  private static final int BROWSERS = 50;

  private JumpingServer() {}

  /**
   * @param arguments the port, the data folder, the file of the clock, and perhaps a Chromium
   */
  public static void main(String[] arguments) throws IOException {
    Server server =
        Server.start(
            new ServerConfiguration(
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                Path.of(arguments[1]),
                ServerConfiguration.DEFAULT_WARM_BYTES,
                Retention.NONE,
                ServerConfiguration.DEFAULT_UPKEEP_EVERY,
                Optional.of(ServerUnderTest.KEY),
                arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty(),
                "off",
                NetworkOptions.NONE,
                LimitOptions.NONE,
                new CapacityOptions(
                    OptionalInt.of(BROWSERS), OptionalInt.empty(), OptionalLong.of(0)),
                ServerConfiguration.DEFAULT_SHUTDOWN_GRACE),
            SharedClock.in(Path.of(arguments[2])));
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    System.out.println("Valise listens on " + server.baseUrl());
  }
}
