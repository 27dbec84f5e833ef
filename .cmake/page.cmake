# The page: attractor.js + attractor.wasm and the finished site beside them (build/wasm/site).
set(site ${CMAKE_BINARY_DIR}/site)
set(deps ${CMAKE_SOURCE_DIR}/build/deps)
file(GLOB web_sources CONFIGURE_DEPENDS web/canvas/*.cpp web/canvas/views/*.cpp)
file(GLOB shader_sources CONFIGURE_DEPENDS shaders/*.vert shaders/*.frag shaders/*.glsl)

# ---- Shaders, embedded ------------------------------------------------------------------------------------------------
set(shaders_h ${CMAKE_BINARY_DIR}/generated/shaders.h)
add_custom_command(OUTPUT ${shaders_h}
  COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${shaders_h}" "-DSOURCES=${shader_sources}"
    -P ${CMAKE_SOURCE_DIR}/.cmake/shaders.cmake
  DEPENDS ${shader_sources} ${CMAKE_SOURCE_DIR}/.cmake/shaders.cmake
  COMMENT "Embedding shaders" VERBATIM)

# ---- The program ------------------------------------------------------------------------------------------------------
if(web_sources)
  # Every function web/canvas/api.h declares is exported.
  set(exports _main _malloc _free)
  if(EXISTS ${CMAKE_SOURCE_DIR}/web/canvas/api.h)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/canvas/api.h)
    file(STRINGS web/canvas/api.h api_lines REGEX "^[a-z].* \\*?attractor_[a-z0-9_]+\\(")
    foreach(line IN LISTS api_lines)
      string(REGEX MATCH "(attractor_[a-z0-9_]+)\\(" _ "${line}")
      list(APPEND exports _${CMAKE_MATCH_1})
    endforeach()
  endif()
  list(JOIN exports "," exports)

  add_executable(attractor ${web_sources} ${word_objects} ${shaders_h})
  target_include_directories(attractor PRIVATE ${CMAKE_BINARY_DIR}/generated)
  target_compile_options(attractor PRIVATE ${core_cxx_options} -Os) # what draws need not be fast, it must come quickly
  target_link_libraries(attractor PRIVATE attractor_session attractor_core imgui sdl2)
  target_link_options(attractor PRIVATE
    -sENVIRONMENT=web -sMODULARIZE=1 -sEXPORT_NAME=createAttractor -sINVOKE_RUN=0 -sFILESYSTEM=0
    -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=2GB ${em_stack}
    -sEXPORTED_FUNCTIONS=${exports}
    # What engine.js gives and takes, and no JavaScript for more.
    -sINCOMING_MODULE_JS_API=canvas,noInitialRun,locateFile,instantiateWasm,onAbort,print,printErr
    -sEXPORTED_RUNTIME_METHODS=callMain,stringToUTF8,HEAPU8 # SDL needs stringToUTF8
    -sSUPPORT_ERRNO=0 -sHTML5_SUPPORT_DEFERRING_USER_SENSITIVE_REQUESTS=0
    --profiling-funcs -O1) # names, and nothing optimised: split.mjs
  set_target_properties(attractor PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${site})
  file(GLOB families RELATIVE ${CMAKE_SOURCE_DIR}/core/models CONFIGURE_DEPENDS core/models/*/)
  set(objects ${CMAKE_BINARY_DIR}/CMakeFiles/)
  list(FILTER families EXCLUDE REGEX "\\.")
  add_custom_command(TARGET attractor POST_BUILD
    COMMAND ${CMAKE_COMMAND} -E rename ${site}/attractor.wasm ${CMAKE_BINARY_DIR}/attractor.whole.wasm
    COMMAND node ${CMAKE_SOURCE_DIR}/web/build/split.mjs ${CMAKE_BINARY_DIR}/attractor.whole.wasm
      ${objects}attractor_core.dir,${objects}attractor_session.dir,${objects}attractor_words.dir,${objects}attractor.dir
      ${site}/attractor.wasm ${families}
    COMMAND node ${deps}/node_modules/esbuild/bin/esbuild --minify --log-level=warning
    ${site}/attractor.js --outfile=${site}/attractor.js --allow-overwrite VERBATIM)
endif()

# ---- The site: pages, fonts, data -------------------------------------------------------------------------------------
set(modules ${deps}/node_modules)
set(site_files "")
file(GLOB page_files CONFIGURE_DEPENDS index.html web/page/*.html web/page/*.js web/page/*.css web/page/*.svg)
# The modules come in one file, page.js: they are small, and every file is another question to the server.
set(module_sources ${page_files})
list(FILTER module_sources INCLUDE REGEX "\\.js$")
list(FILTER module_sources EXCLUDE REGEX "/(watch|why|404|go|embed)\\.js$")
list(TRANSFORM module_sources REPLACE "^.*/" "${site}/" OUTPUT_VARIABLE not_beside)
list(REMOVE_ITEM not_beside ${site}/page.js)
foreach(source IN LISTS page_files)
  get_filename_component(name ${source} NAME)
  if(${site}/${name} IN_LIST not_beside)
    continue()
  endif()
  if(name IN_LIST words_first) # with its words in all languages
    set(source ${CMAKE_BINARY_DIR}/words/first/${name})
  endif()
  if(name MATCHES "\\.(js|css)$" AND NOT name STREQUAL embed.js) # embed.js is read by the people who use it
    set(target esnext)
    if(name MATCHES "^(watch|why)\\.js$") # they tell an old browser that it is one
      set(target es5)
    endif()
    set(parts ${source})
    set(bundle "")
    if(name STREQUAL page.js)
      set(parts ${module_sources})
      set(bundle --bundle --format=esm)
    endif()
    add_custom_command(OUTPUT ${site}/${name}
      COMMAND node ${modules}/esbuild/bin/esbuild ${bundle} --minify --target=${target} --charset=utf8 --log-level=warning ${source}
        --outfile=${site}/${name}
      COMMAND ${CMAKE_COMMAND} -E rm -f ${not_beside}
      DEPENDS ${parts} ${modules}/.attractor COMMENT "Packing ${name}" VERBATIM)
  else()
    add_custom_command(OUTPUT ${site}/${name}
      COMMAND ${CMAKE_COMMAND} -E copy ${source} ${site}/${name}
      DEPENDS ${source} COMMENT "Copying ${name}" VERBATIM)
  endif()
  list(APPEND site_files ${site}/${name})
endforeach()

add_custom_command(OUTPUT ${site}/embed.d.ts # for the editors of those who write decks
  COMMAND node ${CMAKE_SOURCE_DIR}/web/build/types.mjs ${CMAKE_SOURCE_DIR}/web/session/api_types.h ${site}/embed.d.ts
    ${CMAKE_SOURCE_DIR}/web/page/embed.d.ts
  DEPENDS ${CMAKE_SOURCE_DIR}/web/build/types.mjs ${CMAKE_SOURCE_DIR}/web/session/api_types.h ${CMAKE_SOURCE_DIR}/web/page/embed.d.ts
    ${word_catalogues}
  COMMENT "Describing the API" VERBATIM)
list(APPEND site_files ${site}/embed.d.ts)

add_custom_command(OUTPUT ${site}/lessons.txt
  COMMAND ${CMAKE_COMMAND} -E copy ${lessons_txt} ${site}/lessons.txt
  DEPENDS ${lessons_txt} COMMENT "Copying the lessons' rows" VERBATIM)
list(APPEND site_files ${site}/lessons.txt)
list(TRANSFORM words_txt REPLACE "^.*/" "${site}/words/" OUTPUT_VARIABLE site_words)
add_custom_command(OUTPUT ${site_words} # a language that is no more goes
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${site}/words
  COMMAND ${CMAKE_COMMAND} -E make_directory ${site}/words
  COMMAND ${CMAKE_COMMAND} -E copy ${words_txt} ${site}/words
  DEPENDS ${words_txt} COMMENT "Copying words" VERBATIM)
list(APPEND site_files ${site_words})

# A text in each language, out of Markdown and TeX.
file(GLOB lesson_texts CONFIGURE_DEPENDS web/lessons/*/*.md)
set(lesson_pages "")
foreach(text IN LISTS lesson_texts)
  string(REGEX REPLACE "^.*/([^/]+)/([^/]+)\\.md$" "${site}/lessons/\\1.\\2.html" page ${text})
  list(APPEND lesson_pages ${page})
endforeach()
set(lesson_links ${CMAKE_BINARY_DIR}/lesson_links.txt)
add_custom_command(OUTPUT ${lesson_pages} ${lesson_links}
  COMMAND node ${CMAKE_SOURCE_DIR}/web/build/lessons.mjs ${modules} ${CMAKE_SOURCE_DIR}/web ${site}/lessons ${lesson_links}
  DEPENDS ${lesson_texts} ${lesson_rows} ${word_catalogues} ${CMAKE_SOURCE_DIR}/web/build/lessons.mjs
    ${CMAKE_SOURCE_DIR}/web/build/formulas.mjs ${CMAKE_SOURCE_DIR}/web/build/po.mjs ${modules}/.attractor
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} COMMENT "Setting the lessons' texts" VERBATIM)
list(APPEND site_files ${lesson_pages})
add_custom_command(OUTPUT ${lesson_links}.right # an unknown key or choice in one of their links is an error
  COMMAND node ${CMAKE_BINARY_DIR}/replay.js --links ${lesson_links}
  COMMAND ${CMAKE_COMMAND} -E touch ${lesson_links}.right
  DEPENDS ${lesson_links} replay trained_nets COMMENT "Checking the links of the lessons" VERBATIM)
list(APPEND site_files ${lesson_links}.right)

set(fonts ${site}/fonts/regular.ttf ${site}/fonts/semibold.ttf ${site}/fonts/math.ttf)
set(letters_txt ${CMAKE_BINARY_DIR}/letters.txt) # of which letters there are more fonts
set(letter_sources ${word_catalogues} ${lesson_texts} ${lesson_rows} ${core_sources} ${speaking_sources} ${session_sources})
add_custom_command(OUTPUT ${fonts} ${letters_txt}
  COMMAND bash ${CMAKE_SOURCE_DIR}/web/build/fonts.sh ${modules} ${site}/fonts ${site}/lessons ${letters_txt} ${letter_sources}
  DEPENDS ${CMAKE_SOURCE_DIR}/web/build/fonts.sh ${CMAKE_SOURCE_DIR}/web/build/letters.mjs ${modules}/.attractor ${lesson_pages}
    ${letter_sources}
  COMMENT "Cutting fonts" VERBATIM)
set(data ${CMAKE_SOURCE_DIR}/build/data) # packed by web/build/deps.sh
set(pieces mnist-test-00 mnist-test-01 mnist-test-02 mnist-test-03 mnist-test-04)
foreach(ten RANGE 2)
  foreach(one RANGE 9)
    list(APPEND pieces mnist-train-${ten}${one})
  endforeach()
endforeach()
list(TRANSFORM pieces APPEND .bin)
list(TRANSFORM pieces PREPEND ${data}/ OUTPUT_VARIABLE packed)
list(TRANSFORM pieces PREPEND ${site}/data/)
add_custom_command(OUTPUT ${pieces}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${site}/data
  COMMAND ${CMAKE_COMMAND} -E copy ${packed} ${site}/data
  DEPENDS ${packed} COMMENT "Copying data" VERBATIM)

# The nets that lessons begin with. The script looks each time: it trains what is absent, and knows what must come of it.
set(nets ${data}/rbm-mnist.bin ${data}/dbn-mnist-2.bin ${data}/dbn-mnist-3.bin ${data}/cnn-mnist.bin)
add_custom_target(trained_nets
  COMMAND node ${CMAKE_SOURCE_DIR}/web/build/pretrain.mjs ${CMAKE_BINARY_DIR}/replay.js ${data}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${site}/data
  COMMAND ${CMAKE_COMMAND} -E copy_if_different ${nets} ${site}/data
  VERBATIM)
add_dependencies(trained_nets replay)

set(licenses "Dear ImGui|${imgui_SOURCE_DIR}/LICENSE.txt" "SDL2|${sdl_SOURCE_DIR}/LICENSE.txt"
  "Noto Sans, Noto Sans Math|${modules}/@expo-google-fonts/noto-sans/LICENSE_FONT")
list(TRANSFORM licenses REPLACE "^[^|]+\\|" "" OUTPUT_VARIABLE license_files)
add_custom_command(OUTPUT ${site}/licenses.txt
  COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${site}/licenses.txt" "-DLICENSES=${licenses}" -P ${CMAKE_SOURCE_DIR}/.cmake/licenses.cmake
  DEPENDS ${license_files} ${CMAKE_SOURCE_DIR}/.cmake/licenses.cmake COMMENT "Writing licences" VERBATIM)

add_custom_target(site_files ALL DEPENDS ${site_files} ${fonts} ${pieces} ${site}/licenses.txt)
add_custom_target(site COMMAND node ${CMAKE_SOURCE_DIR}/web/build/share.mjs ${site}
  COMMAND node ${CMAKE_SOURCE_DIR}/web/build/stamp.mjs ${site} ${letters_txt} ${CMAKE_SOURCE_DIR}/core/models
  COMMAND node ${CMAKE_SOURCE_DIR}/web/build/files.mjs ${site} # last: nothing changes after it
  COMMAND node ${CMAKE_SOURCE_DIR}/web/build/sizes.mjs ${site} VERBATIM)
add_dependencies(site site_files trained_nets)
if(TARGET attractor)
  add_dependencies(site attractor)
endif()
