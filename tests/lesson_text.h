// The links of a lesson's text, read from its Markdown: [words](#link "claims").
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace attractor {

struct TextLink {
  std::string link, claims;  // without '#'; "" if it claims nothing
};

// In order; none if there is no such text.
inline std::vector<TextLink> links_of_text(const std::string& lesson, const std::string& language) {
  std::ifstream in(std::string(ATTRACTOR_SOURCE_DIR) + "/web/lessons/" + lesson + "/" + language + ".md");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<TextLink> out;
  for (std::size_t at = 0; (at = text.find("](#", at)) != std::string::npos;) {
    at += 3;
    const std::size_t end = text.find_first_of(" )", at);
    if (end == std::string::npos) break;
    TextLink link{text.substr(at, end - at), {}};
    if (text.compare(end, 2, " \"") == 0) link.claims = text.substr(end + 2, text.find('"', end + 2) - end - 2);
    out.push_back(link);
  }
  return out;
}

}  // namespace attractor
