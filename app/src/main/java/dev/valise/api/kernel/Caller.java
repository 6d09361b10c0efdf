package dev.valise.api.kernel;

import dev.valise.api.auth.ApiKeys;
import dev.valise.model.OrganisationId;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.util.Objects;

/** Whose request it is; known once its API key was checked. */
final class Caller {
  private static final String ATTRIBUTE = "valise.organisation";

  private Caller() {}

  static void authenticate(Context context, ApiKeys keys) {
    OrganisationId organisation =
        keys.organisation(context.header("Authorization"))
            .orElseThrow(() ->
                new UnauthorizedResponse(
                    "the request carries no valid API key; send Authorization: Bearer <key>"));
    context.attribute(ATTRIBUTE, organisation);
  }

  static OrganisationId of(Context context) {
    return Objects.requireNonNull(context.<OrganisationId>attribute(ATTRIBUTE));
  }
}
