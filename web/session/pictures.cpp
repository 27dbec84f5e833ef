// The user's own pictures in a session: added, removed, taken from the state.
#include <cmath>
#include <map>

#include "core/base/num.h"
#include "core/base/pack.h"
#include "core/pictures/patterns.h"
#include "web/session/session.h"

namespace attractor {

// A row that holds pictures of the user, packed: one bit a cell under "patterns", four under "greys"
// (core/pictures/patterns.h).
struct Session::PictureRow {
  const char* key;
  std::size_t picture_size;  // in bytes
  std::string bytes;         // all its pictures, one after the other
};

std::vector<Session::PictureRow> Session::picture_rows() const {
  std::vector<PictureRow> out;
  const Row* side = find_row(run_.model().rows, "side");
  const int n = side ? int(run_.machine().number(*side)) : 0;
  for (const char* key : {"patterns", "greys"})
    if (const Row* row = find_row(run_.model().rows, key); row && side) {
      out.push_back({key, key[0] == 'g' ? grey_bytes(n) : picture_bytes(n), {}});
      unpack(run_.value(*row), std::size_t(1) << 20, out.back().bytes);
    }
  return out;
}

void Session::set_picture_row(const PictureRow& row) {
  if (Message m = run_.set(row.key, pack(row.bytes))) return notify_refusal(std::move(m));
  take_over();
  target_ = run_.step();
  after_change("changed");
}

void Session::add_picture(std::string_view text) {
  std::string raw;
  const bool good = read_base64url(text, raw);
  std::vector<PictureRow> all = picture_rows();
  if (all.empty()) return notify(Notice::warning, {"This model does not store pictures", {}});
  const Row* data = find_row(run_.model().rows, "data");
  const bool stores = !data || run_.value(*data) == "own";
  for (PictureRow& row : all)
    if (good && stores && raw.size() == row.picture_size) {
      row.bytes += raw;
      return set_picture_row(row);
    }
  if (good && !stores) return learn_own_picture(raw);
  notify(Notice::warning, {"That picture does not fit a side of {0}", {run_.value(*find_row(run_.model().rows, "side"))}});
}

// A model that is learning something else turns to the user's pictures with the first of them, in the size that it has.
void Session::learn_own_picture(const std::string& raw) {
  std::map<std::string, std::string> params;
  for (const Row& row : run_.model().rows) params[row.key] = run_.value(row);
  int side = 2;
  while (side < 28 && picture_bytes(side) != raw.size()) ++side;
  params["data"] = "own", params["side"] = std::to_string(side), params["patterns"] = pack(raw);
  const std::vector<Message> refused = run_.open(params, run_.seed(), {});
  if (!refused.empty()) {
    notify(Notice::warning, refused[0]);
    return;
  }
  take_over();
  target_ = run_.step();
  after_change("changed");
}

// The user's pictures are numbered through both rows.
void Session::remove_picture(std::string_view index) {
  int64_t i = 0;
  if (!read_integer(index, i) || i < 0) return;
  auto at = std::size_t(i);
  for (PictureRow& row : picture_rows()) {
    const std::size_t count = row.bytes.size() / row.picture_size;
    if (at < count) {
      row.bytes.erase(at * row.picture_size, row.picture_size);
      return set_picture_row(row);
    }
    at -= count;
  }
}

void Session::store_state() {
  class Spins final : public Sink {
   public:
    void publish(const Name&, Shape shape) override {
      const Field* f = std::get_if<Field>(&shape);
      if (!f || f->rows != f->cols || f->count != 1) return;  // pictures are square
      std::vector<double> values;
      std::vector<int8_t> ink;
      for (std::size_t i = 0; i < f->size(); ++i) {
        values.push_back(f->at(i));
        ink.push_back(f->at(i) > 0 ? 1 : -1);
        pure = pure && std::fabs(f->at(i)) == 1;
      }
      append_picture(bits, ink.data(), f->cols);
      append_grey(greys, values.data(), f->cols);
    }
    std::string bits, greys;
    bool pure = true;

   private:
    bool wants(std::string_view key, ShapeKind kind) const override { return key == "spins" && kind == ShapeKind::field; }
  } sink;
  run_.machine().observe(sink);
  // A continuous state where greys are welcome; elsewhere, what is nearer to ink.
  add_picture(base64url(!sink.pure && find_row(run_.model().rows, "greys") ? sink.greys : sink.bits));
}

}  // namespace attractor
