package dev.valise.api.kernel;

import dev.valise.model.Refusal;
import dev.valise.model.RequiredCookie;
import java.util.List;
import java.util.Optional;

/** One of the cookies that a profile requires, in and out. */
record RequireJson(String domain, Optional<String> cookie) {

  static List<RequireJson> of(List<RequiredCookie> required) {
    return required.stream().map(one -> new RequireJson(one.domain(), one.cookie())).toList();
  }

  /** The field {@code require} of a request, of which null is as good as none; empty if absent. */
  static Optional<List<RequiredCookie>> read(RequestBody body) {
    if (body.isNull("require")) {
      return Optional.of(List.of());
    }
    Optional<List<RequestBody>> entries = body.objects("require");
    if (entries.filter(list -> list.size() > RequiredCookie.MOST).isPresent()) {
      throw new Refusal.Invalid("require must have at most " + RequiredCookie.MOST + " entries");
    }
    return entries.map(list -> list.stream().map(RequireJson::entry).toList());
  }

  private static RequiredCookie entry(RequestBody entry) {
    // A misspelt cookie would let every other one of the domain count.
    entry.refuseUnknown("domain", "cookie");
    String domain =
        entry
            .text("domain")
            .filter(RequiredCookie::isDomain)
            .orElseThrow(
                () -> entry.wrong("domain", "a host name in lower case, such as example.com"));
    Optional<String> cookie = entry.text("cookie");
    if (cookie.isPresent() && !RequiredCookie.isCookieName(cookie.get())) {
      throw entry.wrong("cookie", "the name of a cookie");
    }
    return new RequiredCookie(domain, cookie);
  }
}
