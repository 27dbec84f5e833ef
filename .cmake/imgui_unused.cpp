// Stands in for what Dear ImGui would ship and the page never comes to (9 KB gzip); third_party.cmake leaves it out.
#include <imgui.h>
#include <imgui_internal.h>

#include <cstdarg>

// imgui_tables.cpp: imgui.cpp calls these wherever a window might have tables or columns. Ours have none.
void ImGui::EndTable() {}
void ImGui::EndColumns() {}
void ImGui::PushColumnsBackground() {}
void ImGui::PopColumnsBackground() {}
void ImGui::TablePushBackgroundChannel() {}
void ImGui::TablePopBackgroundChannel() {}
void ImGui::TablePushColumnChannel(int) {}
void ImGui::TablePopColumnChannel() {}
void ImGui::TableGcCompactTransientBuffers(ImGuiTable*) {}
void ImGui::TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void ImGui::TableGcCompactSettings() {}
void ImGui::TableSettingsAddSettingsHandler() {}

// Instead of sscanf (2 KB gzip): the OpenGL backend reads "#version %d" with it; nothing else that calls it is reached.
extern "C" int attractor_scan_integers(const char* text, const char* format, ...) {
  va_list places;
  va_start(places, format);
  int found = 0;
  auto digit = [&] { return *text >= '0' && *text <= '9'; };
  for (; *format; ++format) {
    if (format[0] == '%' && format[1] == 'd') {
      if (!digit()) break;
      int number = 0;
      while (digit()) number = number * 10 + (*text++ - '0');
      *va_arg(places, int*) = number;
      ++found, ++format;
    } else if (*format != *text++) {
      break;
    }
  }
  va_end(places);
  return found;
}
