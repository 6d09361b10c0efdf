package dev.valise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Requests to a running server. Every method blocks and throws {@link ApiException} when the server
 * cannot be reached or answers anything but a success. Thread-safe.
 */
public final class ApiClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than the save that the end of a browser may wait for (under 60 s by contract). */
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private static final int PAGE = 100;

  private final String base;
  private final Optional<String> key;
  private final HttpClient http;

  /**
   * @param base the server's URL, with or without a slash at its end
   * @param key sent as a bearer token; empty sends none
   */
  public ApiClient(URI base, Optional<String> key) {
    this.base = base.toString().replaceAll("/+$", "");
    this.key = key;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  /** The JSON that the path answers. */
  public JsonNode get(String path) {
    return Json.read(send("GET", path, BodyPublishers.noBody()).body());
  }

  /** The JSON that the path answers to a JSON body. */
  public JsonNode post(String path, JsonNode body) {
    return Json.read(send("POST", path, BodyPublishers.ofString(body.toString())).body());
  }

  /** The JSON that the path answers to a JSON body which replaces what is there. */
  public JsonNode put(String path, JsonNode body) {
    return Json.read(send("PUT", path, BodyPublishers.ofString(body.toString())).body());
  }

  public void delete(String path) {
    delete(path, ANSWER);
  }

  /**
   * @param limit how long the answer may take
   */
  void delete(String path, Duration limit) {
    send("DELETE", path, BodyPublishers.noBody(), limit);
  }

  /**
   * All elements of a list, page after page. A page is a bare array; {@code X-Has-More} and {@code
   * X-Next-Offset} lead to the next one, as in Kernel's API.
   */
  public ArrayNode list(String path) {
    ArrayNode all = Json.array();
    long offset = 0;
    while (true) {
      HttpResponse<String> page =
          send(
              "GET",
              "%s?limit=%d&offset=%d".formatted(path, PAGE, offset),
              BodyPublishers.noBody());
      if (!(Json.read(page.body()) instanceof ArrayNode elements)) {
        throw new ApiException("%s%s did not answer with a list".formatted(base, path));
      }
      all.addAll(elements);
      if (!page.headers().firstValue("X-Has-More").orElse("false").equals("true")) {
        return all;
      }
      long next = page.headers().firstValueAsLong("X-Next-Offset").orElse(0);
      if (next <= offset) {
        throw new ApiException(
            "%s%s announces more after offset %d, but not where".formatted(base, path, offset));
      }
      offset = next;
    }
  }

  /** A name as one segment of a path, whatever characters it has. */
  public static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body) {
    return send(method, path, body, ANSWER);
  }

  private HttpResponse<String> send(
      String method, String path, BodyPublisher body, Duration limit) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(limit)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .method(method, body);
    key.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    HttpResponse<String> response = exchange(request.build());
    if (response.statusCode() / 100 != 2) {
      throw new ApiException(ErrorAnswer.describe(response.statusCode(), response.body()));
    }
    return response;
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (ConnectException notThere) {
      throw new ApiException(
          "no server answers at %s; start one with: ./valise serve".formatted(base), notThere);
    } catch (HttpTimeoutException late) {
      throw new ApiException("%s did not answer in time".formatted(base), late);
    } catch (IOException broken) {
      throw new ApiException("%s: %s".formatted(base, broken.getMessage()), broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ApiException("interrupted while waiting for " + base, interrupted);
    }
  }
}
