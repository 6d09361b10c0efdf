package dev.valise.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.valise.state.StoredCookies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cookie as a browser told it over DevTools, without its value.
 *
 * @param key what tells it from others
 * @param expires empty for one that ends with the browser
 * @param opaque whether its partition has no name, so that Chromium never stores it ({@code
 *     CookiePartitionKey::IsSerializeable})
 */
record ToldCookie(StoredCookies.Key key, Optional<Instant> expires, boolean opaque) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @param json an array of Network.Cookie
   */
  static List<ToldCookie> all(String json) {
    try {
      List<ToldCookie> cookies = new ArrayList<>();
      for (JsonNode cookie : JSON.readTree(json)) {
        cookies.add(of(cookie));
      }
      return cookies;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the cookies of a browser are no JSON", e);
    }
  }

  private static ToldCookie of(JsonNode cookie) {
    var key =
        new StoredCookies.Key(
            cookie.path("name").asText(),
            cookie.path("domain").asText(),
            cookie.path("path").asText(),
            cookie.path("partitionKey").path("topLevelSite").asText());
    // Seconds since 1970, with a fraction; -1 without an expiry.
    double expires = cookie.path("expires").asDouble(-1);
    boolean ends = !cookie.path("session").asBoolean() && expires >= 0;
    return new ToldCookie(
        key,
        ends ? Optional.of(Instant.ofEpochMilli((long) (expires * 1000))) : Optional.empty(),
        cookie.path("partitionKeyOpaque").asBoolean());
  }

  boolean hasExpired(Instant now) {
    return expires.isPresent() && !expires.get().isAfter(now);
  }

  /** Whether Chromium must have it in its database when it has closed. */
  boolean belongsOnDisk(Instant now) {
    return expires.isPresent() && !hasExpired(now) && !opaque;
  }
}
