package dev.valise.api.kernel;

import dev.valise.model.Name;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Retention;
import dev.valise.model.Version;
import dev.valise.profile.ProfileArchive;
import dev.valise.profile.ProfileHistory;
import dev.valise.profile.ProfileReference;
import dev.valise.profile.Profiles;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** {@code /profiles/{profile}/versions}, {@code /rollback} and {@code /fork}. */
final class VersionRoutes {
  private static final String VERSION = "/profiles/{profile}/versions/{version}";

  private final Profiles profiles;
  private final ProfileHistory history;
  private final ProfileDownload download;
  private final Retention defaultRetention;

  VersionRoutes(
      Profiles profiles,
      ProfileHistory history,
      ProfileDownload download,
      Retention defaultRetention) {
    this.profiles = profiles;
    this.history = history;
    this.download = download;
    this.defaultRetention = defaultRetention;
  }

  void register(RoutesConfig routes) {
    routes.get("/profiles/{profile}/versions", this::list);
    routes.get(VERSION, this::retrieve);
    routes.delete(VERSION, this::delete);
    routes.get(VERSION + "/download", this::download);
    routes.post("/profiles/{profile}/rollback", this::rollBack);
    routes.post("/profiles/{profile}/fork", this::fork);
  }

  private void list(Context context) {
    Page.Window window = Pages.window(context);
    Profile profile = find(context);
    Page<Version> page = history.list(profile, window);
    Pages.answer(context, window, page, version -> VersionJson.of(version, head(profile)));
  }

  private void retrieve(Context context) {
    int number = number(context);
    Profile profile = find(context);
    Version version = history.find(profile, number);
    KernelJson.answer(context, 200, VersionJson.of(version, head(profile)));
  }

  private void delete(Context context) {
    int number = number(context);
    history.delete(find(context), number);
    context.status(204);
  }

  private void download(Context context) throws IOException {
    int number = number(context);
    ProfileArchive.Format format = ProfileDownload.format(context);
    Profile profile = find(context);
    Version version = history.find(profile, number);
    download.answer(
        context, profile, version, format, ProfileDownload.file(profile) + "-" + number);
  }

  private void rollBack(Context context) {
    int number =
        version(RequestBody.of(context))
            .orElseThrow(() -> new Refusal.Invalid("version is missing"));
    Profile profile = history.rollBack(find(context), number);
    KernelJson.answer(context, 200, ProfileJson.of(profile, defaultRetention));
  }

  private void fork(Context context) {
    RequestBody body = RequestBody.of(context);
    Optional<Name> name = body.text("name").map(Name::new);
    Optional<Integer> number = version(body);
    Profile fork = history.fork(find(context), number, name);
    KernelJson.answer(context, 201, ProfileJson.of(fork, defaultRetention));
  }

  /** The field {@code version} of a request. */
  static Optional<Integer> version(RequestBody body) {
    return body.integer("version", 1, Integer.MAX_VALUE);
  }

  private Profile find(Context context) {
    return profiles.find(Caller.of(context), ProfileReference.of(context.pathParam("profile")));
  }

  private static int number(Context context) {
    return (int) Pages.parse(context.pathParam("version"), "version", 1, Integer.MAX_VALUE);
  }

  private static int head(Profile profile) {
    return profile.head().map(Version::number).orElse(0);
  }
}
