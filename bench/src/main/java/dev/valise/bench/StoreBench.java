package dev.valise.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.valise.server.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does what it reads and says how long the store took, in lines of JSON:
 *
 * <pre>
 * {"op":"open","data":"/folder"}                       {"ms":81.2}
 * {"op":"ready"}                                       {"ms":310.4}
 * {"op":"save","folder":"/folder"}                     {"ms":12.9,"version":2}
 * {"op":"checkout","folder":"/folder","version":1}     {"ms":4.1}
 * {"op":"tidy","folder":"/folder"}                     {"ms":30.3}
 * </pre>
 *
 * <p>It opens a new store at each {@code open}, waits until what a server does at its start is over
 * at {@code ready}, and ends with its input; any failure ends it. The time is that of the call
 * alone: a server runs for days, and its start is in none of its saves.
 */
public final class StoreBench {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final JsonMapper JSON = new JsonMapper();

  private @Nullable BenchedStore store;

  private final Thread warmUp;

  private StoreBench(Thread warmUp) {
    this.warmUp = warmUp;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    // As the server does at its start.
    Thread warmUp = Thread.ofPlatform().daemon().name("warm-up").start(Server::warmUp);
    new StoreBench(warmUp)
        .answer(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
  }

  private void answer(BufferedReader requests) throws IOException, InterruptedException {
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      System.out.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
    }
    if (store != null) {
      store.close();
    }
  }

  private Map<String, Number> answer(JsonNode request) throws IOException, InterruptedException {
    String op = request.path("op").asText();
    long begun = System.nanoTime();
    return switch (op) {
      case "open" -> {
        if (store != null) {
          store.close();
        }
        store = new BenchedStore(path(request, "data"));
        yield Map.of("ms", millisSince(begun));
      }
      case "ready" -> {
        warmUp.join();
        yield Map.of("ms", millisSince(begun));
      }
      case "save" -> {
        int version = opened().save(path(request, "folder"));
        yield Map.of("ms", millisSince(begun), "version", version);
      }
      case "tidy" -> {
        opened().tidy(path(request, "folder"));
        yield Map.of("ms", millisSince(begun));
      }
      case "checkout" -> {
        opened().park(path(request, "folder"));
        begun = System.nanoTime();
        opened().checkOut(path(request, "folder"), request.path("version").asInt());
        yield Map.of("ms", millisSince(begun));
      }
      default -> throw new IllegalArgumentException("no such op: " + op);
    };
  }

  private BenchedStore opened() {
    if (store == null) {
      throw new IllegalStateException("nothing is open");
    }
    return store;
  }

  private static Path path(JsonNode request, String field) {
    return Path.of(request.path(field).asText());
  }

  private static double millisSince(long begun) {
    return (System.nanoTime() - begun) / NANOS_PER_MILLI;
  }
}
