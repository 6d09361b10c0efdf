package dev.valise.profile;

import dev.valise.model.RequiredCookie;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a profile requires of a state that is to become its head, so that a logout does not.
 *
 * @param required all of them, each of at least one cookie that has not expired
 */
record LoginGuard(List<RequiredCookie> required) {
  LoginGuard {
    required = List.copyOf(required);
  }

  /**
   * What of it is missing.
   *
   * @param cookies that the browser had
   * @return in words for people; empty when nothing is
   */
  Optional<String> missing(List<ToldCookie> cookies, Instant now) {
    List<RequiredCookie> missing =
        required.stream()
            .filter(one ->
                cookies.stream()
                    .noneMatch(cookie ->
                        !cookie.hasExpired(now)
                            && one.matches(cookie.key().domain(), cookie.key().name())))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            missing.stream()
                .map(RequiredCookie::toString)
                .collect(
                    Collectors.joining(", and ", "the profile requires ", ", which is not there")));
  }
}
